// Words written by hand at the collision desk that only this browser has: they go to Galley, which
// keeps them with their passage, or as a version where that is asked no more.

import { ALIVE, Backup } from "./backup.js";

/** Send what was left of one card; false where Galley did not take it. */
export async function sendLeft(address, { card, text, known, snapshot = "" }) {
  const body = new FormData();
  const fields = { card, own: text, known, snapshot };
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const token = document.cookie.match(/(?:^|; )galley_csrf=([^;]*)/);
  if (token) body.set("csrfmiddlewaretoken", token[1]);
  const headers = { "HX-Request": "true" };
  const answer = await fetch(address, { method: "POST", body, headers }).catch(() => null);
  return answer?.status === 200 && answer.headers.has("Galley-Fragment");
}

/** On the page of the draft, where one comes when the collision is over. */
async function sendAll(place) {
  const backup = new Backup(place.dataset.storage);
  for (const { boxes = [], key } of backup.orphans()) {
    const taken = [];
    for (const [card, left] of boxes) {
      taken.push(await sendLeft(place.dataset.decide, { card, ...left }));
    }
    if (taken.includes(false)) return;
    backup.drop(key);
    if (taken.length) document.getElementById("follow-status").append(place.content.cloneNode(true));
  }
}

const place = document.getElementById("left-at-desk");
if (place) {
  sendAll(place);
  // A tab that was closed just now cannot be told from one that lives until it misses its next sign.
  setTimeout(() => sendAll(place), ALIVE + 1000);
}
