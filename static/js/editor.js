// The editing page: htmx sends the form, this module decides when and what of the text.
//
// One request with the text is under way at a time (hx-sync on the form); it travels as one splice
// against the version the server acknowledged last. A publish carries none, and goes its own way
// (publishing.js). Nothing that comes back replaces the textarea.

import { Backup } from "./backup.js";
import { watchCaret } from "./caret.js";
import { localTimes } from "./clock.js";
import { applyAll, between, checksum, moved, normal, parsed } from "./draft-text.js";
import { fields, forgetSummary, putEntries } from "./edit-fields.js";
import * as following from "./following.js";
import { goToSummary } from "./options.js";
import * as preparing from "./preparing.js";
import * as publishing from "./publishing.js";
import { pulseSoon, rest, startPulse } from "./pulse.js";
import * as recovering from "./recovering.js";
import { isSaidSaved, isSilent, putAround, say, sayDraftSaved } from "./status-line.js";
import { putIn } from "./text-place.js";
import { cancel, later } from "./timers.js";

const SAVE_AFTER = 1000;
const SAVE_AT_LATEST = 5000;
const BACKUP_AFTER = 300;
const RETRY_FIRST = 2000;
const RETRY_LAST = 30_000;
// Milliseconds that a request may take more for each unit of text: a slow line carries 10 kB/s.
const PATIENCE_PER_UNIT = 0.1;

const form = document.getElementById("edit-form");
const textarea = form.elements.text;
const publishButton = document.getElementById("publish");
const followElement = document.getElementById("follow");
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
// The server is moving the draft onto what was published, and whether a save came in between.
let isFollowing = false;
let isSavedMeanwhile = false;
let isFailing = false;
let isSignedOut = false;
let needsWholeText = false;
let isStale = false;
let hasTriedNewToken = false;
let isTryingNewToken = false;
let retryDelay = RETRY_FIRST;
let firstUnsavedAt = 0;
let reloadsWhenSaved = false;
let isCaretPlaced = false;
// The word for a press that a lost connection has left without effect.
let undone = "";

// What there is to save

function isUnsaved() {
  return normal(textarea.value) !== acked.text || fields() !== acked.fields;
}

// Saving

function changed() {
  preparing.noteActivity();
  if (!isUnsaved()) return;
  firstUnsavedAt ||= Date.now();
  preparing.noteChange();
  later("backup", BACKUP_AFTER, keepBackup);
  if (isStale) return;
  if (!isUnderWay && !isTroubled()) say("unsaved");
  const waited = Date.now() - firstUnsavedAt;
  const delay = Math.max(0, Math.min(SAVE_AFTER, SAVE_AT_LATEST - waited));
  // A sign-in in another tab serves this one too; until then each save is refused.
  later("save", isSignedOut ? RETRY_LAST : delay, save);
}

function contents() {
  return { text: normal(textarea.value), fields: fields() };
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
  sendSave();
}

function keepBackup() {
  if (isUnsaved()) {
    const kept = contents();
    // With what it goes on from: the draft may have moved on before it comes back.
    const before = between(kept.text, acked.text);
    backup.keep({ version: acked.version, ...kept, before, fieldsBefore: acked.fields });
  } else {
    backup.drop();
  }
}

function carriesText(element) {
  return element === form || element.hasAttribute("data-saves");
}

function sendSave() {
  htmx.trigger(form, "draft-save");
}

/** Whether the server has been asked for something that changes what it holds. */
function isBusy() {
  return isUnderWay || following.isUnderWay() || isFollowing || recovering.isUnderWay();
}

/** An element that is to act once the text is saved. */
function saveBefore(element) {
  waiting = element;
  retryDelay = RETRY_FIRST;
  later("save", 0, sendSave);
}

document.body.addEventListener("htmx:configRequest", (event) => {
  const { detail } = event;
  const token = document.cookie.match(/(?:^|; )galley_csrf=([^;]*)/);
  if (token) {
    detail.headers["X-CSRFToken"] = token[1];
    // The form's own is of the sign-in it was served to, and would go before the header.
    detail.formData.delete("csrfmiddlewaretoken");
  }
  if (detail.elt === publishButton) {
    publishing.letGo(event);
    return;
  }
  if (publishing.holdBack(detail.elt)) {
    event.preventDefault();
    return;
  }
  if (!carriesText(detail.elt)) return;
  // htmx takes the address of the button that has the focus, and a save would be a publish.
  if (detail.elt === form) detail.path = form.getAttribute("hx-post");
  if (unanswered && detail.elt !== form) {
    event.preventDefault();
    saveBefore(detail.elt);
    return;
  }
  const kept = unanswered ?? publishing.toSave();
  sent = { ...(kept ?? contents()), isWhole: needsWholeText };
  if (kept) putEntries(detail.formData, kept.entries);
  describeText(detail);
  sent.entries = [...detail.formData.entries()];
});

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
  if (!carriesText(detail.elt)) return;
  isUnderWay = true;
  cancel("save");
  if (!isTroubled()) say("saving");
});

document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  // The element itself may have gone with what the answer has replaced.
  const { elt } = detail.requestConfig;
  const isPublish = elt === publishButton;
  if (!carriesText(elt) && !isPublish) return;
  if (!isPublish) isUnderWay = false;
  // (Of another request it may as well be a merge that is not there any more: the next save tells.)
  if (detail.xhr.status === 404 && (elt === form || isPublish)) {
    // Somebody else has signed in here, in another tab: their saves are not this draft's.
    isStale = true;
    keepBackup();
    forgetPresses();
    say("foreign", true);
    return;
  }
  if (isPublish) {
    publishAnswered(detail.xhr);
    return;
  }
  // What the form cannot be saved for is said in the status line.
  if (detail.xhr.status === 422) forgetPresses();
  isFailing = !isOurs(detail.xhr);
  if (isFailing) {
    unanswered = sent;
    if (isUnsaved() && (waiting ?? elt) !== form) undone = "undone";
    // Pressed minutes ago, a button must not act when the connection comes back.
    forgetPresses();
  }
  if (!isFailing) {
    retryDelay = RETRY_FIRST;
    // The answer speaks of what was sent.
    if (isUnsaved() && !isStale && isSaidSaved()) say("unsaved");
    return;
  }
  keepBackup();
  firstUnsavedAt = Date.now();
  say(failure(), true, undone);
  later("save", retryDelay, save);
  if (elt === form) retryDelay = Math.min(retryDelay * 2, RETRY_LAST);
});

/** What was pressed does not act any more. */
function forgetPresses() {
  waiting = null;
  publishing.release();
}

/** Of a publish without an answer nobody knows what came of it, and that stays said. */
function publishAnswered(xhr) {
  if (!publishing.isOver()) return;
  publishing.release(isOurs(xhr) ? "" : "unpublished");
  preparing.prepareWaiting();
  if (!isSilent()) return;
  if (isUnsaved()) say("unsaved");
  else sayDraftSaved();
}

/** The word for a request that Galley did not answer. */
function failure() {
  if (!isUnsaved()) return "unanswered";
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

for (const name of ["htmx:afterSwap", "htmx:oobAfterSwap"]) {
  document.body.addEventListener(name, () => {
    localTimes();
    putAround();
  });
}

document.body.addEventListener("draft:saved", ({ detail, target }) => {
  // It was acknowledged before it was published.
  if (target === publishButton) return;
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
  isSavedMeanwhile = true;
  if (isUnsaved() || needsWholeText) later("save", SAVE_AFTER, save);
  if (waiting) {
    const element = waiting;
    waiting = null;
    later("again", 0, () => again(element));
  } else if (isUnsaved() || needsWholeText) {
    return;
  } else if (reloadsWhenSaved) {
    location.reload();
  } else {
    sayDraftSaved();
    preparing.prepareSaved();
  }
});

document.body.addEventListener("draft:whole-text-needed", ({ target }) => {
  if (target === publishButton) {
    publishing.retry({ withText: true });
    return;
  }
  if (sent.isWhole) return;
  needsWholeText = true;
  later("again", 0, () => again(target));
});

/** Send the request of an element once more. */
function again(element) {
  if (element === form) sendSave();
  else if (element === publishButton) publishing.again();
  else if (element.id === "stash") preparing.prepare();
  else if (element.hasAttribute("data-saves")) element.click();
}

document.body.addEventListener("draft:stale", () => {
  isStale = true;
  unanswered = null;
  forgetPresses();
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
  unanswered = null;
  forgetPresses();
  keepBackup();
  // There is no draft any more into which it could be put.
  if (wasStale || !isUnsaved()) return;
  recovering.offer({ text: normal(textarea.value), key: backup.key });
});

document.body.addEventListener("draft:signed-out", () => {
  isSignedOut = true;
  forgetPresses();
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
  if (target === publishButton) publishing.retry();
  else later("again", 0, () => again(target));
});

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
  preparing.forgetPrepared();
  const hasTypedOn = isUnsaved() || !publishing.isStill();
  reloadsWhenSaved = detail.is_new_section && hasTypedOn;
  form.elements.found_watching.value = detail.found_watching;
  if (!hasTypedOn) {
    forgetSummary();
    acked.fields = fields();
    rest();
    say("clean");
  }
  if (!detail.is_new_section) later("follow", 0, follow);
  else if (reloadsWhenSaved && !isUnsaved()) location.reload();
});

// What was newer may have come into the draft before it was refused, and something was typed since.
form.addEventListener("draft:refused", ({ detail }) => {
  later("follow", 0, () => detail.version > acked.version && follow());
});

function follow() {
  if (isUnsaved() || publishing.isUnderWay()) {
    save();
    later("follow", SAVE_AFTER, follow);
  } else {
    htmx.trigger(followElement, "draft-follow");
  }
}

followElement.addEventListener("htmx:configRequest", ({ detail }) => {
  isFollowing = true;
  isSavedMeanwhile = false;
  detail.formData.set("version", acked.version);
});

followElement.addEventListener("htmx:afterRequest", () => {
  isFollowing = false;
  // The text was moved from another version then than the answer tells of.
  if (isUnderWay || isSavedMeanwhile) later("follow", SAVE_AFTER, follow);
});

/** The server has moved the text; what that changed comes as splices in a template. */
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  const target = detail.target.isConnected ? detail.target : document.getElementById("panel");
  let fits = true;
  for (const template of target.querySelectorAll("template[data-rebased]")) {
    const { from, version, place, places, checksum: sum } = template.dataset;
    const splices = parsed(places, template.content.textContent);
    template.remove();
    if (Number(from) !== acked.version) continue;
    fits = rebase(splices, Number(version), Number(sum));
    if (fits) document.querySelector(".editor-place").textContent = place;
    // Somebody has begun to type in that very place: they go on, and it is asked about later.
    if (!fits && target.id === "catch-up") following.giveUp();
    else if (!isUnsaved()) preparing.prepareSoon();
  }
  if (target.id === "moved") movedAlong(detail.requestConfig.elt, fits);
});

/** What was sent came too late for the version it was made of: it goes again, from where the server
 * is now. Where it was typed in the very place, the server is to keep both texts. */
function movedAlong(element, fits) {
  unanswered = null;
  needsWholeText ||= !fits;
  if (publishing.toSave() || element === publishButton) {
    // It was pressed on another text than the one that stands there now.
    waiting = null;
    publishing.release("undone");
  }
  if (element !== publishButton) later("again", 0, () => again(element));
}

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
  if (["summary", "captcha_word"].includes(document.activeElement.name)) publishButton.click();
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
});
addEventListener("beforeunload", (event) => {
  keepBackup();
  // Where the editor's preferences say so, also while only this browser keeps the text.
  const isOnlyHere = isFailing && "warnsOnLeaving" in form.dataset;
  if (isUnsaved() && (isOnlyHere || !backup.isKept || isStale)) event.preventDefault();
});
// A tab that lives says so, or another one would offer its text as that of a dead tab.
setInterval(() => isUnsaved() && keepBackup(), 4000);

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
preparing.startPreparing({
  version: () => acked.version,
  isUnsaved,
  isStale: () => isStale,
  isPublishing: publishing.isUnderWay,
  save,
});
publishing.startPublishing({
  contents,
  acked,
  isBusy,
  isTroubled,
  needsSave: () => unanswered !== null || needsWholeText,
  saveFirst: () => saveBefore(publishButton),
});
recovering.startRecovering({
  backup,
  textarea,
  acked,
  isUnsaved,
  isStale: () => isStale,
  isMoving: () => isBusy() || publishing.isUnderWay(),
  changed,
  save,
  keepBackup,
});
changed();
startPulse(() => ({ ...caret(), tried: following.triedRevision() }));
watchCaret(textarea, pulseSoon);
following.startFollowing({
  textarea,
  version: () => acked.version,
  isStill: () =>
    !(isUnsaved() || isBusy() || unanswered || isStale || isSignedOut || publishing.isUnderWay()),
});
