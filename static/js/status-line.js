// The status line, in the words that the page brings along: of the draft, and of its preparation.

import { localTimes } from "./clock.js";

const draft = () => document.getElementById("draft-status");
const words = () => document.getElementById("status-words").content;
const wordOf = (word) => words().querySelector(`[data-word="${word}"]`).textContent;
// What is said around the state of the draft, whatever that is: of a publish.
const around = { before: "", after: "" };

/** Say a word of the page's, and another one after it. */
export function say(word, isTrouble = false, also = "") {
  const said = [word, also].filter(Boolean);
  draft().textContent = said.map(wordOf).join(" ");
  draft().classList.toggle("status-trouble", isTrouble);
  putAround();
}

/** The panel's answers save too, and leave the status line to this. */
export function sayDraftSaved() {
  const saved = words().querySelector('[data-word="saved"]');
  draft().replaceChildren(...saved.cloneNode(true).childNodes);
  draft().classList.remove("status-trouble");
  draft().querySelector("time").dateTime = new Date().toISOString();
  localTimes(draft());
  putAround();
}

/** Words that stay before and after all that is said of the draft, until there are others. */
export function sayAround(said) {
  Object.assign(around, said);
  putAround();
}

/** Put them in, again where the line has come from the server. */
export function putAround() {
  for (const part of draft().querySelectorAll("[data-around]")) part.remove();
  if (around.before) draft().prepend(aside(around.before), " ");
  if (around.after) draft().append(" ", aside(around.after, "status-trouble"));
}

function aside(word, looks = "") {
  const part = document.createElement("span");
  part.className = looks;
  part.dataset.around = word;
  part.textContent = wordOf(word);
  return part;
}

export function isSaidSaved() {
  return draft().querySelector("time") !== null;
}

/** Whether nothing is said of the draft itself. */
export function isSilent() {
  return [...draft().childNodes].every(
    (part) => part.dataset?.around !== undefined || !part.textContent.trim(),
  );
}

/** Say a word of the preparation, or nothing; what asks something of the editor stays. */
export function sayOfStash(word) {
  const status = document.getElementById("stash-status");
  if (status.querySelector(".needs-you, a")) return;
  status.textContent = word && wordOf(word);
}
