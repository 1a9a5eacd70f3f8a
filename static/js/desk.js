// The collision desk: keys, and where one goes on after a decision. All of it is buttons of the
// page; without this module they work all the same.

import "./by-hand.js";
import { localTimes } from "./clock.js";
import { startPulse } from "./pulse.js";

const KEYS = ["1", "2", "3", "4", "5"];
// Something one writes in: letters are text there.
const WRITING = "input, textarea, select, [contenteditable]";

const passages = () => [...document.querySelectorAll("[data-passage]")];
const isOpen = (passage) => passage.classList.contains("question-open");

/** The passage that has the focus, or else the first one that is open. */
function current() {
  const all = passages();
  return document.activeElement.closest("[data-passage]") ?? all.find(isOpen) ?? all[0];
}

function goTo(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "start" });
}

function step(by) {
  const all = passages();
  const focused = document.activeElement.closest("[data-passage]");
  if (focused) goTo(all[all.indexOf(focused) + by] ?? (by > 0 ? result() : null));
  else goTo(current());
}

/** The finished desk, when it is finished. */
function result() {
  const section = document.getElementById("result");
  return section?.childElementCount ? section : null;
}

function writeByHand(passage) {
  const box = passage?.querySelector(".by-hand");
  if (!box) return;
  box.open = true;
  const textarea = box.querySelector("textarea");
  textarea.focus();
  textarea.setSelectionRange(textarea.value.length, textarea.value.length);
}

function act(key) {
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "e") writeByHand(current());
  else if (key === "?") showKeys();
  else if (KEYS.includes(key)) current()?.querySelector(`[data-key="${key}"]`)?.click();
  else return false;
  return true;
}

function showKeys() {
  const keys = document.getElementById("desk-keys");
  if (!keys) return;
  keys.open = !keys.open;
  keys.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const isWriting = target.matches(WRITING);
  if (event.ctrlKey || event.metaKey) {
    if (key === "Enter" && isWriting) target.closest("form")?.querySelector('[data-key="own"]')?.click();
    return;
  }
  if (isWriting) {
    if (key === "Escape") goTo(target.closest("[data-passage]"));
    return;
  }
  if (act(key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-next]");
  const open = passages().find(isOpen);
  // The next open one may be on another page; then the link leads there.
  if (!link || !open) return;
  event.preventDefault();
  goTo(open);
});

// After a decision the next open passage has the focus; at the end, the result.

let following = "";

document.body.addEventListener("desk:decided", ({ detail }) => {
  following = detail.next;
});

document.body.addEventListener("htmx:afterSettle", () => {
  if (!following) return;
  const element = document.getElementById(following);
  following = "";
  // Who is writing stays there.
  if (document.activeElement.matches(WRITING)) return;
  if (element) goTo(element);
  else document.querySelector("[data-next]")?.click();
});

// A stale token gives way to a fresh one.

document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = document.cookie.match(/(?:^|; )galley_csrf=([^;]*)/);
  if (token) detail.formData.set("csrfmiddlewaretoken", token[1]);
});

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // Only Galley's own answers: a proxy's page of errors has no place here.
  if (detail.xhr.getResponseHeader("Galley-Fragment") === null) detail.shouldSwap = false;
});

localTimes();
document.body.addEventListener("htmx:afterSwap", () => localTimes());
startPulse(() => ({ deciding: "on" }));
