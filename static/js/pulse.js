// The pulse: it tells Galley that this tab is here, and brings what is new around the draft.
//
// It has an element and a request of its own, apart from those that carry the text. What comes back
// is put into its places out of band; a place that would hold what it holds already is left alone,
// so that nothing is announced twice and nobody's focus is lost.

// Who reads along wants to see the text move.
const EVERY = { write: 11_000, read: 3500 };
const JITTER = { write: 3000, read: 1000 };
const AT_LATEST = 120_000;
// Something that others should know goes out before its time, but not sooner after the last one.
const AT_SOONEST = 4000;

const element = document.getElementById("pulse");
// Of this page alone: two tabs never share it, and neither do a tab and its copy.
const tab = Math.random().toString(36).slice(2);
const placed = new Map();

let where = () => ({});
let timer = 0;
let early = 0;
let sentAt = 0;
let failures = 0;
let isUnderWay = false;
let isWanted = false;
let isOver = false;
let hasLeft = false;
let isResting = false;
let isPlacing = false;
let lastActiveAt = Date.now();

/** Begin; `place` gives what is known of the caret: {version, caret}. */
export function startPulse(place) {
  where = place;
  for (const event of ["input", "keydown", "pointerdown"]) {
    addEventListener(event, () => (lastActiveAt = Date.now()), { capture: true, passive: true });
  }
  addEventListener(
    "input",
    () => {
      if (isResting) pulseSoon();
      isResting = false;
    },
    { capture: true },
  );
}

/** What this tab has said of itself is not true any more, and who is near should know. */
export function pulseSoon() {
  clearTimeout(early);
  // A server that does not keep up is left in peace.
  const tell = () => isUnderWay || isResting || failures || pulse();
  early = setTimeout(tell, Math.max(0, sentAt + AT_SOONEST - Date.now()));
}

/** All there was is published: this tab is in nobody's way until something is typed again. */
export function rest() {
  isResting = true;
}

function pulse() {
  clearTimeout(timer);
  clearTimeout(early);
  if (isOver || hasLeft || document.visibilityState !== "visible") return;
  if (isUnderWay) {
    // What the last one said is not true any more.
    isWanted = true;
    return;
  }
  isWanted = false;
  htmx.trigger(element, "draft-pulse");
}

function next() {
  const kind = where().reading ? "read" : "write";
  const pause = Math.min(EVERY[kind] * 2 ** failures, AT_LATEST);
  clearTimeout(timer);
  timer = setTimeout(pulse, pause + Math.random() * JITTER[kind]);
}

/** What Galley is told, `state` being empty, "resting", "hidden" or "left". */
function told(state) {
  const said = { tab, state, idle: Math.round((Date.now() - lastActiveAt) / 1000), ...where() };
  const token = document.cookie.match(/(?:^|; )galley_csrf=([^;]*)/);
  if (token) said.csrfmiddlewaretoken = token[1];
  return Object.entries(said).filter(([, value]) => value !== null && value !== undefined);
}

/** Tell it in passing: the page may be gone before there is an answer. */
function tell(state) {
  const body = new FormData();
  for (const [name, value] of told(state)) body.set(name, value);
  navigator.sendBeacon(element.getAttribute("hx-post"), body);
}

element.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of told(isResting ? "resting" : "")) detail.formData.set(name, value);
});

element.addEventListener("htmx:beforeRequest", () => {
  isUnderWay = true;
  sentAt = Date.now();
});

element.addEventListener("htmx:afterRequest", ({ detail }) => {
  isUnderWay = isPlacing = false;
  // Not this one's draft, or no draft any more: the next save tells what has happened.
  isOver = detail.xhr.status === 404 || isBarred(detail.xhr);
  failures = isOurs(detail.xhr) ? 0 : failures + 1;
  if (isOver) return;
  next();
  if (isWanted && failures === 0) setTimeout(pulse);
});

element.addEventListener("htmx:beforeSwap", ({ detail }) => {
  isPlacing = isOurs(detail.xhr);
  // Who may not be here any more is told so in the status line.
  if (!isPlacing && !isBarred(detail.xhr)) detail.shouldSwap = false;
});

/** Whether it is Galley that answered, and to somebody who is signed in. */
function isOurs(xhr) {
  return xhr.status === 200 && xhr.getResponseHeader("Galley-Fragment") !== null;
}

/** Whether the draft is not this one's to see any more; an old token is refused without a word. */
function isBarred(xhr) {
  return xhr.status === 403 && xhr.getResponseHeader("Galley-Fragment") !== null;
}

document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const { target, fragment } = detail;
  if (!isPlacing) {
    placed.delete(target.id);
    return;
  }
  if (target.querySelector(".htmx-request")) {
    // Something in it was pressed: what comes of that belongs there, and this is told again.
    detail.shouldSwap = false;
    return;
  }
  const html = plain(fragment);
  if ((placed.get(target.id) ?? plain(target)) === html) detail.shouldSwap = false;
  placed.set(target.id, html);
});

// Another answer has filled the place.
document.body.addEventListener("htmx:afterSwap", ({ detail }) => placed.delete(detail.target.id));

/** What a part says; the words of a time are put in by the browser that shows it. */
function plain(part) {
  return (part.innerHTML ?? part.firstElementChild.outerHTML)
    .replace(/(<time[^>]*>)[^<]*/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") pulse();
  else if (!isOver && !hasLeft && !isResting) tell("hidden");
});
addEventListener("online", pulse);
addEventListener("pagehide", () => {
  if (!isOver) tell("left");
  hasLeft = true;
});
// Shown for the first time, or come back to.
addEventListener("pageshow", () => {
  hasLeft = false;
  pulse();
});
