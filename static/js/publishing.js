// Publishing: what the button was pressed on is saved first, and then published as it was.
//
// It waits for the wiki, which may take minutes, and has a turn of its own: typing and saving go on.

import { checksum } from "./draft-text.js";
import { entries, putEntries } from "./edit-fields.js";
import { say, sayAround } from "./status-line.js";
import { later } from "./timers.js";

const LOOK_AGAIN = 200;
// These may be looked at meanwhile. What else is pressed would move the text, and waits.
const GOING_ALONG = ["show-preview", "show-changes"];

const button = document.getElementById("publish");
let desk = null;
// Text and fields as they were at the press, from then until there is an answer.
let pressed = null;
let isAgain = false;
let isRetrying = false;
const held = new Set();

/** Begin; the desk has its `contents`, `acked`, `isBusy`, `isTroubled` and `saveFirst`. */
export function startPublishing(theDesk) {
  desk = theDesk;
}

export function isUnderWay() {
  return pressed !== null;
}

/** What has to be saved before it can be published. */
export function toSave() {
  return pressed?.isSent ? null : pressed;
}

/** Whether nothing was typed since the press, as far as the server knows. */
export function isStill() {
  return pressed?.version === desk.acked.version;
}

document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest("button") !== button || isAgain) return;
    if (pressed) {
      // Pressed twice, it would be published once and then, on top, found to be there already.
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    pressed = { ...desk.contents(), entries: entries(), isSent: false, needsText: false };
    if (!desk.isTroubled()) say("");
    sayAround({ before: "publishing", after: "" });
  },
  true,
);

/** Let the request of the button go, or prevent it until what was pressed on is acknowledged. */
export function letGo(event) {
  const { acked } = desk;
  const isAcked = pressed.text === acked.text && pressed.fields === acked.fields;
  if (!pressed.isSent && desk.isBusy()) {
    event.preventDefault();
    later("publish", LOOK_AGAIN, again);
    return;
  }
  if (!pressed.isSent && (!isAcked || desk.needsSave())) {
    event.preventDefault();
    desk.saveFirst();
    return;
  }
  const { formData } = event.detail;
  putEntries(formData, pressed.entries);
  if (!pressed.isSent) pressed.version = acked.version;
  formData.set("acknowledged", "on");
  formData.set("version", pressed.version);
  formData.set("checksum", checksum(pressed.text));
  formData.set("text", pressed.needsText ? pressed.text : "");
  if (pressed.needsText) return;
  formData.set("start", 0);
  formData.set("removed", 0);
}

/** Whether something that is pressed has to wait for the answer. */
export function holdBack(element) {
  if (!pressed?.isSent || !element.hasAttribute("data-saves")) return false;
  if (GOING_ALONG.includes(element.id)) return false;
  held.add(element);
  return true;
}

/** Press it once more, with what it was pressed on. */
export function again() {
  if (!pressed) return;
  isAgain = true;
  button.click();
  isAgain = false;
}

/** The same request goes again: with a new token, or with the text, which the server has not. */
export function retry({ withText = false } = {}) {
  if (!pressed || (withText && pressed.needsText)) return;
  pressed.needsText ||= withText;
  isRetrying = true;
  later("publish", 0, again);
}

/** It is over, or came to nothing; `word` tells of the latter. */
export function release(word = "") {
  if (!pressed) return;
  pressed = null;
  sayAround({ before: "", after: word });
  const waited = [...held];
  held.clear();
  setTimeout(() => waited.forEach((element) => element.isConnected && element.click()));
}

button.addEventListener("htmx:beforeRequest", () => {
  pressed.isSent = true;
  isRetrying = false;
});

/** Whether that was the last answer to the press. */
export function isOver() {
  return !isRetrying;
}
