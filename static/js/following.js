// Following the wiki: newer edits are merged in by the server while nobody types.
//
// The pulse brings the line about them; this decides when to ask. What comes back is put into the
// text by the editor, and the line takes the place of the other one.

import { keepInPlace } from "./text-place.js";
import { later } from "./timers.js";

const STILL_FOR = 3000;
const LOOK_AGAIN = 1000;
// What got no answer, or the wiki had none for, is asked for again by itself.
const AGAIN_FIRST = 15_000;
const AGAIN_LAST = 5 * 60_000;

const element = document.getElementById("catch-up");
const news = document.getElementById("wiki-news");
let desk = null;
let tried = null;
let timer = 0;
let failures = 0;
let lastTypedAt = 0;
let isComposing = false;
let isAsking = false;
let isGivingUp = false;

/** Begin; the desk has its `textarea` and `version`, and `isStill` when nothing waits to be saved. */
export function startFollowing(theDesk) {
  desk = theDesk;
  addEventListener("input", () => (lastTypedAt = Date.now()), { capture: true, passive: true });
  addEventListener("compositionstart", () => (isComposing = true));
  addEventListener("compositionend", () => (isComposing = false));
  look();
}

/** The revision that this tab has asked to be merged last; what came of it is on the page. */
export function triedRevision() {
  return tried;
}

/** Whether the server is merging just now: what is saved meanwhile would come too late. */
export function isUnderWay() {
  return isAsking;
}

/** What was merged does not fit what was typed meanwhile: the server takes it back. */
export function giveUp() {
  isGivingUp = true;
  htmx.trigger(element, "draft-catch-up");
}

/** Ask as soon as nobody types: the wiki has said that there is something newer. */
export function catchUpSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => whenStill(catchUp), LOOK_AGAIN);
}

function look() {
  const newer = news.querySelector("[data-newer]")?.dataset.newer;
  if (!newer || newer === tried) return;
  clearTimeout(timer);
  timer = setTimeout(() => whenStill(look, catchUp), 0);
}

function whenStill(again, act = again) {
  const isTyping = isComposing || Date.now() - lastTypedAt < STILL_FOR;
  if (!isTyping && desk.isStill() && document.visibilityState === "visible") act();
  else timer = setTimeout(() => whenStill(again, act), LOOK_AGAIN);
}

function catchUp() {
  tried = news.querySelector("[data-newer]")?.dataset.newer ?? tried;
  htmx.trigger(element, "draft-catch-up");
}

element.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.formData.set("version", desk.version());
  if (isGivingUp) detail.formData.set("give_up", "on");
  isGivingUp = false;
});

element.addEventListener("htmx:beforeRequest", () => (isAsking = true));
element.addEventListener("htmx:afterRequest", ({ detail }) => {
  isAsking = false;
  const isAnswered = detail.xhr.getResponseHeader("Galley-Fragment") !== null;
  if (isAnswered && !news.querySelector("[data-again]")) {
    failures = 0;
    return;
  }
  later("catch-up-again", Math.min(AGAIN_FIRST * 2 ** failures, AGAIN_LAST), () => {
    tried = null;
    look();
  });
  failures += 1;
});

// A line that comes or goes above the text must not move what one reads.
let topBefore = 0;
document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target.id === "wiki-news") topBefore = desk.textarea.getBoundingClientRect().top;
});

document.body.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  if (detail.target.id !== "wiki-news") return;
  keepInPlace(desk.textarea, desk.textarea.getBoundingClientRect().top - topBefore);
  look();
});
