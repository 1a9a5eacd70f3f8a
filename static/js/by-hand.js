// What is written by hand at the desk: kept in this browser until Galley has it, sent again when it
// did not answer, and carried over the swap of its passage to whoever writes on.

import { ALIVE, Backup } from "./backup.js";
import { sendLeft } from "./left-at-desk.js";

const KEEP_AFTER = 300;
const RENEW_EVERY = 4000;
const RETRY_FIRST = 2000;
const RETRY_LAST = 30_000;

const desk = document.getElementById("desk");
const words = document.getElementById("desk-words").content;
const backup = new Backup(desk.dataset.storage);
// By card: what Galley has of a box, where that is not what its page came with.
const acked = new Map();
// By card: what a tab that is gone had kept, and for which there is no box to put it into.
const stray = new Map();

let carried = null;
let isOver = false;
let retryDelay = RETRY_FIRST;
let retrying = 0;
let keeping = 0;

const boxes = () => [...desk.querySelectorAll("textarea.own")];
const cardOf = (box) => box.form.elements.card.value;
const boxOf = (card) => boxes().find((box) => cardOf(box) === card);
const isUnsaved = (box) => box.value !== (acked.get(cardOf(box)) ?? box.defaultValue);
const isOurs = (xhr) => xhr.status === 200 && xhr.getResponseHeader("Galley-Fragment") !== null;

/** The passage that asked, if one did: the pulse has nothing to say of what is written. */
function asking(detail) {
  return detail.requestConfig?.elt.closest("[data-passage]");
}

function say(word) {
  const status = document.getElementById("draft-status");
  status.textContent = word && words.querySelector(`[data-word="${word}"]`).textContent;
  status.classList.toggle("status-trouble", ["undecided", "unsent", "unkept"].includes(word));
}

// Keeping it in the browser

function keep() {
  clearTimeout(keeping);
  const unsaved = boxes().filter(isUnsaved);
  const held = unsaved.map((box) => {
    return [cardOf(box), { text: box.value, known: box.form.elements.known.value }];
  });
  if (held.length || stray.size) backup.keep({ boxes: [...stray, ...held] });
  else backup.drop();
}

function keepSoon() {
  clearTimeout(keeping);
  keeping = setTimeout(keep, KEEP_AFTER);
}

/** What tabs that are gone have left: into its box, or to Galley as it is. */
function recover({ isLater = false } = {}) {
  for (const entry of backup.orphans()) {
    if (isLater && entry.key === backup.key) continue;
    for (const [card, left] of entry.boxes ?? []) putBack(card, left);
    if (entry.key !== backup.key) backup.drop(entry.key);
  }
  keep();
  sendStray();
}

function putBack(card, left) {
  const box = boxOf(card);
  if (box && box.value === left.text) return;
  if (!box || isUnsaved(box)) {
    stray.set(card, left);
    return;
  }
  // What was written in another tab since is known to be unknown, so that Galley keeps it.
  box.form.elements.known.value = left.known;
  write(box, left.text);
  say("recovered");
}

function write(box, text) {
  box.closest("details").open = true;
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// Sending it again

function sendAgain() {
  if (isOver) return;
  for (const box of boxes().filter(isUnsaved)) htmx.trigger(box, "desk-save");
  sendStray();
}

function retry() {
  if (isOver) return;
  clearTimeout(retrying);
  retrying = setTimeout(sendAgain, retryDelay);
  retryDelay = Math.min(retryDelay * 2, RETRY_LAST);
}

async function sendStray() {
  for (const [card, { text, known }] of [...stray]) {
    const { decide, snapshot } = desk.dataset;
    if (!(await sendLeft(decide, { card, text, known, snapshot }))) {
      retry();
      return;
    }
    stray.delete(card);
    keep();
    say("strayed");
  }
}

// What comes back

document.body.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  const { formData } = detail.requestConfig;
  if (!asking(detail) || !isOurs(detail.xhr) || !formData.has("own")) return;
  isOver = false;
  acked.set(formData.get("card"), formData.get("own"));
  retryDelay = RETRY_FIRST;
  keep();
});

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.target.matches("[data-passage]") || !isOurs(detail.xhr)) return;
  const box = detail.target.querySelector("textarea.own");
  if (!box) return;
  const isTyped = isUnsaved(box);
  acked.delete(cardOf(box));
  carried = isTyped && {
    card: cardOf(box),
    text: box.value,
    at: [box.selectionStart, box.selectionEnd],
    isFocused: document.activeElement === box,
  };
});

// The passage that has come is at work by now.
document.body.addEventListener("htmx:load", ({ target }) => {
  if (!carried || !target.matches("[data-passage]")) return;
  const { card, text, at, isFocused } = carried;
  carried = null;
  const box = boxOf(card);
  if (!box) {
    // Too long to be shown, since a moment ago.
    stray.set(card, { text, known: "" });
    sendStray();
    return;
  }
  write(box, text);
  if (isFocused) {
    box.focus();
    box.setSelectionRange(...at);
  }
});

document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const passage = asking(detail);
  if (!passage) return;
  if (isOurs(detail.xhr)) {
    if (!boxes().some(isUnsaved)) say("");
    return;
  }
  keep();
  retry();
  // Galley itself has said why.
  if (detail.xhr.getResponseHeader("Galley-Fragment") !== null) return;
  if (detail.requestConfig.formData.has("choice")) say("undecided");
  else say(backup.isKept ? "unsent" : "unkept");
});

document.body.addEventListener("draft:barred", () => (isOver = true));

desk.addEventListener("input", ({ target }) => target.matches("textarea.own") && keepSoon());
addEventListener("online", sendAgain);
addEventListener("pagehide", keep);
addEventListener("beforeunload", (event) => {
  keep();
  if (!backup.isKept) event.preventDefault();
});
// A tab that lives says so, or another one would take its words for those of a dead tab.
setInterval(() => (boxes().some(isUnsaved) || stray.size) && keep(), RENEW_EVERY);

// By then htmx listens to what is put into a box.
addEventListener("DOMContentLoaded", () => recover());
setTimeout(() => recover({ isLater: true }), ALIVE + 1000);
