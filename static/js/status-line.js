// The status line, in the words that the page brings along: of the draft, and of its preparation.

import { localTimes } from "./clock.js";

const draft = () => document.getElementById("draft-status");
const words = () => document.getElementById("status-words").content;

/** Say a word of the page's, and another one after it. */
export function say(word, isTrouble = false, also = "") {
  const said = [word, also].filter(Boolean);
  draft().textContent = said
    .map((one) => words().querySelector(`[data-word="${one}"]`).textContent)
    .join(" ");
  draft().classList.toggle("status-trouble", isTrouble);
}

/** The panel's answers save too, and leave the status line to this. */
export function sayDraftSaved() {
  const saved = words().querySelector('[data-word="saved"]');
  draft().replaceChildren(...saved.cloneNode(true).childNodes);
  draft().classList.remove("status-trouble");
  draft().querySelector("time").dateTime = new Date().toISOString();
  localTimes(draft());
}

export function isSaidSaved() {
  return draft().querySelector("time") !== null;
}

/** Say a word of the preparation, or nothing; what asks something of the editor stays. */
export function sayOfStash(word) {
  const status = document.getElementById("stash-status");
  if (status.querySelector(".needs-you, a")) return;
  status.textContent = word && words().querySelector(`[data-word="${word}"]`).textContent;
}
