// A text that only the browser has: put back where it goes on from what the server holds, or offered.

import { ALIVE } from "./backup.js";
import { download } from "./download.js";
import { normal } from "./draft-text.js";
import { fields, putFields } from "./edit-fields.js";
import { say } from "./status-line.js";

const form = document.getElementById("edit-form");
let desk = null;

/** Begin; the desk has its `backup`, `textarea`, `acked`, `isUnsaved` and `changed`. */
export function startRecovering(theDesk) {
  desk = theDesk;
  document.body.addEventListener("draft:saved", () => {
    if (!desk.isUnsaved()) form.elements.replaces.value = "";
  });
  recover();
  // A tab that crashed just now cannot be told from one that lives until it misses its next sign.
  setTimeout(() => recover({ isLater: true }), ALIVE + 1000);
}

/** Let the editor choose what becomes of an entry of the backup. */
export function offer(entry) {
  const box = document.getElementById("recovered-text");
  box.hidden = false;
  // A section's text would replace the page that this has become a draft of.
  const { widened } = document.getElementById("edit-form").dataset;
  if (entry.version < Number(widened)) box.querySelector("[data-recover=use]").hidden = true;
  box.addEventListener("click", ({ target }) => {
    const action = target.dataset.recover;
    if (action === "download") return download(entry.text);
    if (action === "use") replaceWith(entry);
    if (action) {
      desk.backup.drop(entry.key);
      box.hidden = true;
    }
    return undefined;
  });
}

function recover({ isLater = false } = {}) {
  const { acked, backup } = desk;
  const orphans = backup.orphans().filter((entry) => {
    if (isLater && entry.key === backup.key) return false;
    const isKnown = entry.text === acked.text && entry.fields === acked.fields;
    if (isKnown) backup.drop(entry.key);
    return !isKnown;
  });
  const [newest] = orphans;
  if (!newest) return;
  if (newest.version === acked.version && !(isLater && desk.isUnsaved())) {
    putBack(newest);
    say("recovered");
  } else {
    offer(newest);
  }
}

/** What stands there goes: Galley keeps what it has of it, this browser what it has not. */
function replaceWith(entry) {
  const { acked, backup, isUnsaved, textarea } = desk;
  if (isUnsaved()) {
    backup.putAside({ version: acked.version, text: normal(textarea.value), fields: fields() });
  }
  form.elements.replaces.value = "on";
  putBack(entry);
}

function putBack(entry) {
  desk.textarea.value = entry.text;
  putFields(entry.fields);
  if (entry.key !== desk.backup.key) desk.backup.drop(entry.key);
  desk.changed();
}
