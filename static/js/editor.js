// The editing page: htmx sends the form, this module decides when and what of the text.
//
// One request is under way at a time (hx-sync on the form); the text travels as one splice against
// the version the server acknowledged last. Nothing that comes back replaces the textarea.

import { ALIVE, Backup } from "./backup.js";
import { watchCaret } from "./caret.js";
import { localTimes } from "./clock.js";
import { download } from "./download.js";
import { applyAll, between, checksum, moved, normal, parsed } from "./draft-text.js";
import * as following from "./following.js";
import { goToSummary } from "./options.js";
import { pulseSoon, rest, startPulse } from "./pulse.js";
import { putIn } from "./text-place.js";

const SAVE_AFTER = 1000;
const SAVE_AT_LATEST = 5000;
const BACKUP_AFTER = 300;
const STASH_AFTER = 2500;
const RETRY_FIRST = 2000;
const RETRY_LAST = 30_000;
// Milliseconds that a request may take more for each unit of text: a slow line carries 10 kB/s.
const PATIENCE_PER_UNIT = 0.1;
// Nobody is there any more: the wiki need not be asked to keep a text ready.
const AWAY_AFTER = 5 * 60_000;
const OPTIONS = ["is_minor", "is_watching", "is_bot", "watch_mode", "watch_expiry", "tags"];
const FIELDS = ["summary", "section_title", ...OPTIONS];

const form = document.getElementById("edit-form");
const textarea = form.elements.text;
const panel = () => document.getElementById("panel");
const publishButton = document.getElementById("publish");
const stashTrigger = document.getElementById("stash");
const backup = new Backup(form.dataset.storage);

// As the server sent it: a browser that reloads may have put newer values into the fields.
const acked = {
  version: Number(form.dataset.version),
  text: normal(textarea.defaultValue),
  fields: fields(true),
};
let sent = null;
// What went out without an answer: it may have arrived, so it goes again before anything newer.
let unanswered = null;
let waiting = null;
let isUnderWay = false;
let isPublishing = false;
let isFailing = false;
let isSignedOut = false;
let needsWholeText = false;
let isStale = false;
let hasTriedNewToken = false;
let isTryingNewToken = false;
let retryDelay = RETRY_FIRST;
let firstUnsavedAt = 0;
let lastActiveAt = Date.now();
let wantsStash = false;
let reloadsWhenSaved = false;
let isCaretPlaced = false;
// What the wiki has prepared, as far as a stash depends on it, and what it was asked to prepare.
let prepared = null;
let preparing = null;
// The word for a press that a lost connection has left without effect.
let undone = "";
const timers = {};

// What there is to save

/** All of the form but the text, as it is or as it was sent: what stands in each field of a name. */
function fields(isAsSent = false) {
  return JSON.stringify(FIELDS.map((name) => named(name).map((field) => state(field, isAsSent))));
}

function named(name) {
  return [...form.querySelectorAll(`[name="${name}"]`)];
}

function state(field, isAsSent) {
  if (field.type === "checkbox") return isAsSent ? field.defaultChecked : field.checked;
  if (field.type !== "select-one" || !isAsSent) return isAsSent ? field.defaultValue : field.value;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
}

function putFields(kept) {
  JSON.parse(kept).forEach((values, number) => {
    named(FIELDS[number]).forEach((field, place) => {
      const value = values?.[place] ?? null;
      if (value !== null) field[field.type === "checkbox" ? "checked" : "value"] = value;
    });
  });
}

/** What a prepared text depends on: not the summary. */
function contents(isAsSent = false) {
  const of = (field) => normal((isAsSent ? field?.defaultValue : field?.value) ?? "");
  return JSON.stringify([of(textarea), of(form.elements.section_title)]);
}

function isUnsaved() {
  return normal(textarea.value) !== acked.text || fields() !== acked.fields;
}

function later(name, delay, action) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(action, delay);
}

// Status, in words

function say(word, isTrouble = false, also = "") {
  const status = document.getElementById("draft-status");
  const words = document.getElementById("status-words").content;
  const said = [word, also].filter(Boolean);
  status.textContent = said
    .map((one) => words.querySelector(`[data-word="${one}"]`).textContent)
    .join(" ");
  status.classList.toggle("status-trouble", isTrouble);
}

function sayOfStash(word) {
  const status = document.getElementById("stash-status");
  const words = document.getElementById("status-words").content;
  if (status.querySelector(".needs-you, a")) return;
  status.textContent = word && words.querySelector(`[data-word="${word}"]`).textContent;
}

// Saving

function changed() {
  lastActiveAt = Date.now();
  if (!isUnsaved()) return;
  firstUnsavedAt ||= Date.now();
  if (contents() !== prepared) sayOfStash("");
  later("backup", BACKUP_AFTER, keepBackup);
  if (isStale) return;
  if (!isUnderWay && !isTroubled()) say("unsaved");
  const waited = Date.now() - firstUnsavedAt;
  const delay = Math.max(0, Math.min(SAVE_AFTER, SAVE_AT_LATEST - waited));
  // A sign-in in another tab serves this one too; until then each save is refused.
  later("save", isSignedOut ? RETRY_LAST : delay, save);
}

/** Whether the status line tells of something that a mere try does not change. */
function isTroubled() {
  return isFailing || isSignedOut;
}

function save() {
  if (isUnderWay || isStale || !(isUnsaved() || unanswered)) return;
  if (following.isUnderWay()) {
    later("save", SAVE_AFTER, save);
    return;
  }
  htmx.trigger(form, "draft-save");
}

function keepBackup() {
  if (isUnsaved()) {
    backup.keep({ version: acked.version, text: normal(textarea.value), fields: fields() });
  } else {
    backup.drop();
  }
}

function carriesText(element) {
  return element === form || element.hasAttribute("data-saves");
}

document.addEventListener(
  "click",
  (event) => {
    // Pressed twice, it would be published once and then, on top, found to be there already.
    if (!isPublishing || event.target.closest("button") !== publishButton) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

document.body.addEventListener("htmx:configRequest", (event) => {
  const { detail } = event;
  const token = document.cookie.match(/(?:^|; )galley_csrf=([^;]*)/);
  if (token) {
    detail.headers["X-CSRFToken"] = token[1];
    // The form's own is of the sign-in it was served to, and would go before the header.
    detail.formData.delete("csrfmiddlewaretoken");
  }
  if (!carriesText(detail.elt)) return;
  // htmx takes the address of the button that has the focus, and a save would be a publish.
  if (detail.elt === form) detail.path = form.getAttribute("hx-post");
  if (unanswered && detail.elt !== form) {
    event.preventDefault();
    waiting = detail.elt;
    retryDelay = RETRY_FIRST;
    later("save", 0, () => htmx.trigger(form, "draft-save"));
    return;
  }
  sent = unanswered ?? { text: normal(textarea.value), fields: fields() };
  sent.isWhole = needsWholeText;
  if (unanswered) putEntries(detail.formData, unanswered.entries);
  describeText(detail);
  sent.entries = [...detail.formData.entries()];
});

function putEntries(formData, entries) {
  for (const name of [...formData.keys()]) formData.delete(name);
  for (const [name, value] of entries) formData.append(name, value);
}

/** The text that is sent, whole or as one splice of what the server holds. */
function describeText(detail) {
  const { formData } = detail;
  formData.set("version", acked.version);
  const splice = between(acked.text, sent.text);
  for (const name of ["start", "removed", "checksum"]) formData.delete(name);
  const text = needsWholeText ? sent.text : splice.inserted;
  formData.set("text", text);
  detail.timeout += text.length * PATIENCE_PER_UNIT;
  if (needsWholeText) return;
  formData.set("start", splice.start);
  formData.set("removed", splice.removed);
  formData.set("checksum", checksum(sent.text));
}

document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt === stashTrigger) {
    preparing = { version: acked.version, contents: contents() };
    if (preparing.contents !== prepared) sayOfStash("preparing");
  }
  if (!carriesText(detail.elt)) return;
  isUnderWay = true;
  isPublishing = detail.elt === publishButton;
  clearTimeout(timers.save);
  if (isPublishing) say("publishing");
  else if (!isTroubled()) say("saving");
});

document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  // The element itself may have gone with what the answer has replaced.
  const { elt } = detail.requestConfig;
  if (!carriesText(elt)) return;
  isUnderWay = false;
  isPublishing = false;
  if (detail.xhr.status === 404) {
    // Somebody else has signed in here, in another tab: their saves are not this draft's.
    isStale = true;
    keepBackup();
    say("foreign", true);
    return;
  }
  isFailing = !isOurs(detail.xhr);
  if (isFailing) {
    unanswered = sent;
    if (isUnsaved()) noteUndone(waiting ?? elt, elt);
    // Pressed minutes ago, a button must not act when the connection comes back.
    waiting = null;
  }
  if (!isFailing) {
    retryDelay = RETRY_FIRST;
    // The answer speaks of what was sent.
    if (isUnsaved() && !isStale && isSaidSaved()) say("unsaved");
    return;
  }
  keepBackup();
  firstUnsavedAt = Date.now();
  say(failure(elt), true, undone);
  later("save", retryDelay, save);
  if (elt === form) retryDelay = Math.min(retryDelay * 2, RETRY_LAST);
});

/** Of a press that came to nothing; a publish that was sent itself may have arrived. */
function noteUndone(pressed, asked) {
  if (asked === publishButton) undone = "unpublished";
  else if (pressed !== form) undone ||= "undone";
}

/** The word for a request that Galley did not answer. */
function failure(element) {
  if (!isUnsaved()) return element === publishButton ? "unpublished" : "unanswered";
  if (!backup.isKept) return "unkept";
  return navigator.onLine ? "failed" : "offline";
}

/** Whether Galley itself answered: not a proxy on the way, nor nobody. */
function isOurs(xhr) {
  return xhr.status > 0 && xhr.getResponseHeader("Galley-Fragment") !== null;
}

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!isOurs(detail.xhr) || isTryingNewToken) detail.shouldSwap = false;
  isTryingNewToken = false;
});

document.body.addEventListener("htmx:afterSwap", () => localTimes());

document.body.addEventListener("draft:saved", ({ detail }) => {
  acked.version = detail.version;
  form.elements.version.value = detail.version;
  needsWholeText = detail.checksum !== checksum(sent.text);
  acked.text = sent.text;
  acked.fields = sent.fields;
  unanswered = null;
  undone = "";
  firstUnsavedAt = 0;
  hasTriedNewToken = false;
  isSignedOut = false;
  keepBackup();
  if (waiting) {
    const element = waiting;
    waiting = null;
    later("again", 0, () => again(element));
  } else if (isUnsaved() || needsWholeText) {
    later("save", SAVE_AFTER, save);
  } else if (reloadsWhenSaved) {
    location.reload();
  } else {
    sayDraftSaved();
    later("stash", wantsStash ? 0 : STASH_AFTER, stash);
  }
});

function isSaidSaved() {
  return document.getElementById("draft-status").querySelector("time") !== null;
}

/** The panel's answers save too, and leave the status line to this. */
function sayDraftSaved() {
  const saved = document.getElementById("status-words").content.querySelector('[data-word="saved"]');
  const status = document.getElementById("draft-status");
  status.replaceChildren(...saved.cloneNode(true).childNodes);
  status.classList.remove("status-trouble");
  const time = status.querySelector("time");
  time.dateTime = new Date().toISOString();
  localTimes(status);
}

document.body.addEventListener("draft:whole-text-needed", ({ target }) => {
  if (sent.isWhole) return;
  needsWholeText = true;
  later("again", 0, () => again(target));
});

/** Send the request of an element once more. */
function again(element) {
  if (element === form) htmx.trigger(form, "draft-save");
  else if (element === stashTrigger) stash();
  else if (element.hasAttribute("data-saves")) element.click();
}

document.body.addEventListener("draft:stale", () => {
  isStale = true;
  unanswered = waiting = null;
  keepBackup();
  say("stale", true);
});

/** Somebody else writes now: what was typed until here is sent, and kept as a version. */
function stopWriting() {
  if (textarea.readOnly) return;
  textarea.readOnly = true;
  if (isUnsaved() && !isStale) save();
  else isStale = true;
}

document.body.addEventListener("draft:pen", ({ detail }) => detail.is_mine || stopWriting());

document.body.addEventListener("draft:barred", ({ detail }) => {
  if (!detail.has_ended) {
    stopWriting();
    return;
  }
  const wasStale = isStale;
  isStale = true;
  textarea.readOnly = true;
  unanswered = waiting = null;
  keepBackup();
  // There is no draft any more into which it could be put.
  if (wasStale || !isUnsaved()) return;
  document.querySelector("[data-recover=use]").hidden = true;
  offer({ text: normal(textarea.value), key: backup.key });
});

document.body.addEventListener("draft:signed-out", () => {
  isSignedOut = true;
  keepBackup();
});

document.body.addEventListener("draft:token", ({ target }) => {
  // The answer has brought a fresh cookie.
  if (hasTriedNewToken) {
    hasTriedNewToken = false;
    later("save", RETRY_LAST, save);
    return;
  }
  hasTriedNewToken = isTryingNewToken = true;
  later("again", 0, () => again(target));
});

// Preparing on the wiki

function stash() {
  // The wiki keeps two texts of a user: not one of a tab that nobody looks at.
  if (document.visibilityState !== "visible") {
    wantsStash = true;
    return;
  }
  if (isUnsaved() || isStale) {
    wantsStash = true;
    save();
    return;
  }
  wantsStash = false;
  htmx.trigger(stashTrigger, "draft-stash");
}

stashTrigger.addEventListener("draft:stashed", ({ detail }) => {
  if (detail.status === "in-flight" || detail.status === "unavailable") {
    later("stash", RETRY_LAST / 3, stash);
  } else if (detail.status === "editconflict") {
    following.catchUpSoon();
  } else {
    prepared = detail.is_ready && detail.version === preparing.version ? preparing.contents : null;
    later("freshness", 0, () => {
      if (detail.is_ready && contents() !== prepared) sayOfStash("");
      watchFreshness();
    });
  }
});

/** "Ready to publish" is said only as long as it is true. */
function watchFreshness() {
  const until = document.getElementById("stash-status").dataset.freshUntil;
  if (!until) return;
  // The server renews what ends within 15 s.
  const left = new Date(until) - Date.now() - 14_000;
  later("freshness", Math.max(left, 1000), () => {
    if (document.visibilityState === "visible" && Date.now() - lastActiveAt < AWAY_AFTER) stash();
    else sayOfStash("");
  });
}

for (const element of [form.elements.summary, publishButton]) {
  element.addEventListener("focus", () => {
    lastActiveAt = Date.now();
    const status = document.getElementById("stash-status");
    const isReady = status.dataset.freshUntil && new Date(status.dataset.freshUntil) > Date.now();
    if (!isReady || isUnsaved()) later("stash", 0, stash);
  });
}

// What the wiki offers below the text may follow by itself; nobody has chosen anything in it yet.

let wasSaved = false;
document.getElementById("edit-foot").addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "more-options") wasSaved = fields() === acked.fields;
});
document.getElementById("edit-foot").addEventListener("htmx:load", ({ target }) => {
  if (target.id === "more-options" && wasSaved) acked.fields = fields();
});

// After publishing

form.addEventListener("draft:published", ({ detail }) => {
  clearTimeout(timers.stash);
  clearTimeout(timers.freshness);
  prepared = null;
  sayOfStash("");
  reloadsWhenSaved = detail.is_new_section && isUnsaved();
  if (!isUnsaved()) {
    forgetSummary();
    rest();
    say("clean");
  }
  if (!detail.is_new_section) later("follow", 0, follow);
});

/** Summary and tags belonged to what was published; the server has forgotten them too. */
function forgetSummary() {
  form.elements.summary.value = form.dataset.summary;
  for (const tag of named("tags")) tag.checked = false;
  acked.fields = fields();
}

function follow() {
  if (isUnsaved()) {
    save();
    later("follow", SAVE_AFTER, follow);
  } else {
    htmx.trigger(document.getElementById("follow"), "draft-follow");
  }
}

/** The server has moved the text; what that changed comes as splices in a template. */
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  const target = detail.target.isConnected ? detail.target : panel();
  for (const template of target.querySelectorAll("template[data-rebased]")) {
    const { from, version, places, checksum: sum } = template.dataset;
    const splices = parsed(places, template.content.textContent);
    template.remove();
    if (Number(from) !== acked.version) continue;
    const isDone = rebase(splices, Number(version), Number(sum));
    // Somebody has begun to type in that very place: they go on, and it is asked about later.
    if (!isDone && target.id === "catch-up") following.giveUp();
    else if (!isUnsaved()) later("stash", STASH_AFTER, stash);
  }
});

function rebase(theirs, version, sum) {
  const text = applyAll(acked.text, theirs);
  const mine = between(acked.text, normal(textarea.value));
  const isTyped = mine.removed || mine.inserted;
  const splices = isTyped ? theirs.map((splice) => moved(splice, mine)) : theirs;
  // Where both touch the same place the old version stays: the server then keeps both texts.
  if (splices.includes(null) || checksum(text) !== sum) return false;
  if (splices.length) {
    putIn(textarea, splices);
    textarea.dispatchEvent(new Event("draft:moved"));
  }
  acked.version = version;
  form.elements.version.value = version;
  acked.text = text;
  return true;
}

// The panel

// A way to publish that stands in the panel goes the way of the button itself. (Enter in any other
// field presses the form's first button too; what that does is said at "submit".)
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-publishes]");
  const field = document.activeElement;
  if (!button || (event.detail === 0 && field !== button && field?.name !== "captcha_word")) return;
  event.preventDefault();
  publishButton.click();
});

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-close-panel]")) return;
  panel().replaceChildren();
  panel().hidden = true;
  textarea.focus();
});

document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "panel") return;
  const heading = panel().querySelector("h2");
  if (!heading) return;
  heading.tabIndex = -1;
  // Who has gone on typing meanwhile stays where they are.
  const focused = document.activeElement;
  if (focused === document.body || focused === detail.requestConfig.elt) {
    heading.focus({ preventScroll: true });
    panel().scrollIntoView({ block: "nearest" });
  }
});

// Keys

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.key.toLowerCase() === "s") {
    event.preventDefault();
    save();
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (document.activeElement === form.elements.summary) publishButton.click();
    else goToSummary();
  }
});

form.addEventListener("submit", (event) => {
  // Enter in a field of one line: the wiki's own form publishes then, and so does this one.
  event.preventDefault();
  if (document.activeElement === form.elements.summary) publishButton.click();
  else save();
});

// Coming and going

textarea.addEventListener("focus", () => (isCaretPlaced = true), { once: true });
form.addEventListener("input", changed);
form.addEventListener("change", changed);
addEventListener("online", save);
addEventListener("pagehide", keepBackup);
addEventListener("focus", save);
document.addEventListener("visibilitychange", () => {
  keepBackup();
  save();
  if (wantsStash && document.visibilityState === "visible") later("stash", STASH_AFTER, stash);
});
addEventListener("beforeunload", (event) => {
  keepBackup();
  // Where the editor's preferences say so, also while only this browser keeps the text.
  const isOnlyHere = isFailing && "warnsOnLeaving" in form.dataset;
  if (isUnsaved() && (isOnlyHere || !backup.isKept || isStale)) event.preventDefault();
});
// A tab that lives says so, or another one would offer its text as that of a dead tab.
setInterval(() => isUnsaved() && keepBackup(), 4000);

function putBack(entry) {
  textarea.value = entry.text;
  putFields(entry.fields);
  if (entry.key !== backup.key) backup.drop(entry.key);
  changed();
}

function offer(entry) {
  const box = document.getElementById("recovered-text");
  box.hidden = false;
  box.addEventListener("click", ({ target }) => {
    const action = target.dataset.recover;
    if (action === "download") return download(entry.text);
    if (action === "use") putBack(entry);
    if (action) {
      backup.drop(entry.key);
      box.hidden = true;
    }
    return undefined;
  });
}

function recover({ isLater = false } = {}) {
  const orphans = backup.orphans().filter((entry) => {
    if (isLater && entry.key === backup.key) return false;
    const isKnown = entry.text === acked.text && entry.fields === acked.fields;
    if (isKnown) backup.drop(entry.key);
    return !isKnown;
  });
  const [newest] = orphans;
  if (!newest) return;
  if (newest.version === acked.version && !(isLater && isUnsaved())) {
    putBack(newest);
    say("recovered");
  } else {
    offer(newest);
  }
}

/** The caret in the text that the server holds; none before anybody has put it anywhere. */
function caret() {
  if (!isCaretPlaced) return { version: acked.version };
  const mine = between(acked.text, normal(textarea.value));
  const at = textarea.selectionEnd;
  const past = at - mine.start - mine.inserted.length;
  const held = past >= 0 ? mine.start + mine.removed + past : Math.min(at, mine.start + mine.removed);
  return { version: acked.version, caret: held };
}

localTimes();
if (document.getElementById("stash-status").dataset.freshUntil) prepared = contents(true);
recover();
changed();
// A tab that crashed just now cannot be told from one that lives until it misses its next sign.
setTimeout(() => recover({ isLater: true }), ALIVE + 1000);
watchFreshness();
// A draft that is opened again may be published as it is.
if ("prepares" in form.dataset && !prepared) later("stash", STASH_AFTER, stash);
startPulse(() => ({ ...caret(), tried: following.triedRevision() }));
watchCaret(textarea, pulseSoon);
following.startFollowing({
  textarea,
  version: () => acked.version,
  isStill: () => !(isUnsaved() || isUnderWay || unanswered || isStale || isSignedOut),
});
