// "Quick add" has no draft before it is sent: until then this browser keeps what is typed.

import { ALIVE, Backup } from "./backup.js";

const KEEP_AFTER = 300;
const RENEW_EVERY = 4000;
// These belong to this very page.
const NOT_KEPT = /^(csrfmiddlewaretoken|title|captcha_.*|needs_no_summary)$/;

const form = document.querySelector(".add-form");
const backup = new Backup(form.dataset.storage);
const box = document.getElementById("kept-addition");
const begun = values();
let timer = 0;
let isSent = false;

/** What stands in each field; the key of the form is among them. */
function values() {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !NOT_KEPT.test(name)));
}

function isTouched() {
  return values() !== begun;
}

function keep() {
  if (isTouched() || isSent) backup.keep({ values: values(), form: form.elements.key.value, isSent });
  else backup.drop();
}

function put(kept) {
  const entries = JSON.parse(kept);
  for (const field of form.elements) {
    if (!field.name || NOT_KEPT.test(field.name)) continue;
    const given = entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
    else if (given.length) [field.value] = given;
  }
}

function isFor(entry) {
  // What was refused is kept by Galley, and its page has a form of its own.
  const isSame = entry.form === form.elements.key.value;
  return isSame ? !entry.isSent : !("kept" in form.dataset);
}

function putBack() {
  if (isTouched()) return;
  for (const entry of backup.orphans()) {
    if (entry.form === form.dataset.kept && entry.isSent) backup.drop(entry.key);
  }
  const newest = backup.orphans().find(isFor);
  if (!newest) return;
  put(newest.values);
  box.hidden = form.hidden = false;
  keep();
  if (newest.key !== backup.key) backup.drop(newest.key);
}

box.querySelector("button").addEventListener("click", () => {
  put(begun);
  backup.drop();
  box.hidden = true;
  form.elements.text.focus();
});

form.addEventListener("input", () => {
  isSent = false;
  clearTimeout(timer);
  timer = setTimeout(keep, KEEP_AFTER);
});
// Not gone before the answer says that it has arrived.
form.addEventListener("submit", () => {
  isSent = form.elements.text.value.trim() !== "";
  keep();
});
addEventListener("pagehide", keep);
setInterval(() => isTouched() && keep(), RENEW_EVERY);

putBack();
// A tab that was closed just now cannot be told from one that lives until it misses its next sign.
setTimeout(putBack, ALIVE + 1000);
