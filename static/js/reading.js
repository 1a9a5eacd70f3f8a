// Reading along: the text moves as it is saved; where one reads, and what one has selected, stays.

import { localTimes } from "./clock.js";
import { apply, between, checksum, normal } from "./draft-text.js";
import { startPulse } from "./pulse.js";
import { putInTurn } from "./text-place.js";

const textarea = document.getElementById("reading-text");
const trigger = document.getElementById("reading");
let version = Number(textarea.dataset.version);
let text = normal(textarea.defaultValue);
textarea.value = text;

const hasAsked = () => document.querySelector("#pen [data-asked]") !== null;

startPulse(() => ({ reading: hasAsked() ? "asked" : "yes" }));

document.body.addEventListener("draft:pen", ({ detail }) => {
  // Who asked for it goes on at once; somebody else may be in the middle of reading.
  if (detail.is_mine && hasAsked()) location.reload();
  else if (detail.version !== version) htmx.trigger(trigger, "draft-reading");
});

document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = document.cookie.match(/(?:^|; )galley_csrf=([^;]*)/);
  if (token) detail.headers["X-CSRFToken"] = token[1];
});

trigger.addEventListener("htmx:configRequest", ({ detail }) => {
  if (version !== null) detail.formData.set("version", version);
});

trigger.addEventListener("htmx:afterSwap", () => {
  const steps = [...trigger.querySelectorAll("template")];
  trigger.replaceChildren();
  const last = steps.at(-1);
  if (!last) return;
  putInTurn(textarea, steps.map(taken));
  // Where the pieces do not make the text that the server has, the whole of it is fetched.
  version = Number(last.dataset.checksum) === checksum(text) ? Number(last.dataset.version) : null;
  if (version === null) htmx.trigger(trigger, "draft-reading");
  const time = document.getElementById("reading-time");
  time.dateTime = last.dataset.savedAt;
  localTimes(time.parentElement);
});

/** What a step changes in the text that the one before has made. */
function taken({ dataset, content }) {
  const inserted = content.textContent;
  const splice =
    "whole" in dataset
      ? between(text, inserted)
      : { start: Number(dataset.start), removed: Number(dataset.removed), inserted };
  text = apply(text, splice);
  return splice;
}

localTimes();
