// A text that only the browser has: put back where it goes on from what the server holds, or offered.
//
// What is offered stays in the browser until somebody has chosen, whatever becomes of the page; and
// it goes into the draft by way of the server, which knows what has come into that since.

import { ALIVE } from "./backup.js";
import { download } from "./download.js";
import { putFields, summaryIn } from "./edit-fields.js";
import { say, sayDraftSaved } from "./status-line.js";
import { later } from "./timers.js";

const TRY_AGAIN = 1000;

const box = document.getElementById("recovered-text");
const element = document.getElementById("put-in");
let desk = null;
// The entry of the backup that the box speaks of.
let offered = null;
let isAsking = false;

/** Begin; the desk has its `backup`, `textarea`, `acked`, `isUnsaved`, `isStale`, `isMoving` while
 * the server moves the text or publishes it, `changed`, `save` and `keepBackup`. */
export function startRecovering(theDesk) {
  desk = theDesk;
  // Nothing that this page keeps takes the place of what an earlier one has left.
  desk.backup.beginAnew();
  recover();
  // A tab that crashed just now cannot be told from one that lives until it misses its next sign.
  setTimeout(() => recover({ isLater: true }), ALIVE + 1000);
}

/** Whether the server is putting a text in just now. */
export function isUnderWay() {
  return isAsking;
}

/** Let the editor choose what becomes of an entry of the backup. */
export function offer(entry) {
  offered = entry;
  box.hidden = false;
  // A section's text would replace the page that this has become a draft of; and where there is no
  // draft any more, the text has no version.
  const { widened } = document.getElementById("edit-form").dataset;
  box.querySelector("[data-recover=use]").hidden = !(entry.version >= Number(widened ?? 0));
}

function recover({ isLater = false } = {}) {
  if (offered) return;
  const { acked, backup } = desk;
  const orphans = backup.orphans().filter((entry) => {
    if (entry.key === backup.key) return false;
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

function putBack(entry) {
  desk.textarea.value = entry.text;
  putFields(entry.fields);
  desk.changed();
  desk.keepBackup();
  if (desk.backup.isKept) desk.backup.drop(entry.key);
}

box.addEventListener("click", ({ target }) => {
  const action = target.dataset.recover;
  if (action === "download") download(offered.text);
  if (action === "use") putIn();
  if (action === "drop") decided();
});

/** What was typed here goes first: the server lays the one on the other. */
function putIn() {
  if (!offered || isAsking) return;
  if (desk.isMoving() || (desk.isUnsaved() && !desk.isStale())) {
    desk.save();
    later("put-in", TRY_AGAIN, putIn);
  } else {
    htmx.trigger(element, "draft-put-in");
  }
}

/** The box has served; another text may be waiting. */
function decided() {
  desk.backup.drop(offered.key);
  offered = null;
  box.hidden = true;
  later("recover", TRY_AGAIN, () => recover({ isLater: true }));
}

element.addEventListener("htmx:configRequest", ({ detail }) => {
  const { version, text, fields, before } = offered;
  detail.formData.set("seen", desk.acked.version);
  detail.formData.set("version", version);
  detail.formData.set("text", text);
  detail.formData.set("summary", summaryIn(fields));
  if (!before) return;
  detail.formData.set("start", before.start);
  detail.formData.set("removed", before.removed);
  detail.formData.set("before", before.inserted);
});

element.addEventListener("htmx:beforeRequest", () => (isAsking = true));
element.addEventListener("htmx:afterRequest", ({ detail }) => {
  isAsking = false;
  const isOurs = detail.xhr.getResponseHeader("Galley-Fragment") !== null;
  if (offered && !isOurs) say("undone", true);
});

// The server has it: in the draft, or beside it, where it can be compared.
element.addEventListener("draft:put-in", ({ detail }) => {
  if (detail.fits) {
    putFields(offered.fields, offered.fieldsBefore);
    desk.changed();
    desk.keepBackup();
    if (!desk.isUnsaved()) sayDraftSaved();
  }
  decided();
});
