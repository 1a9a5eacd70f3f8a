// Preparing on the wiki: after a pause, before a publish is likely, and again before it is too old.

import { normal } from "./draft-text.js";
import * as following from "./following.js";
import { sayOfStash } from "./status-line.js";
import { cancel, later } from "./timers.js";

const STASH_AFTER = 2500;
const STASH_AGAIN = 10_000;
// The server renews what ends within 15 s.
const RENEWED_BEFORE = 14_000;
// Nobody is there any more: the wiki need not be asked to keep a text ready.
const AWAY_AFTER = 5 * 60_000;

const form = document.getElementById("edit-form");
const trigger = document.getElementById("stash");
let desk = null;
let lastActiveAt = Date.now();
let isWanted = false;
// What the wiki has prepared, as far as that depends on it, and what it was asked to prepare.
let prepared = null;
let asked = null;

/** Begin; the desk has its `version`, `isUnsaved`, `isStale`, `isPublishing` and `save`. */
export function startPreparing(theDesk) {
  desk = theDesk;
  if (freshUntil()) prepared = contents(true);
  watchFreshness();
  // A draft that is opened again may be published as it is.
  if ("prepares" in form.dataset && !prepared) prepareSoon();
}

export function prepareSoon() {
  later("stash", STASH_AFTER, prepare);
}

/** What waited for the save is prepared at once. */
export function prepareSaved() {
  later("stash", isWanted ? 0 : STASH_AFTER, prepare);
}

export function prepare() {
  // The wiki keeps two texts of a user: not one of a tab that nobody looks at, and none that pushes
  // out what is just being published.
  if (document.visibilityState !== "visible" || desk.isPublishing()) {
    isWanted = true;
    return;
  }
  if (desk.isUnsaved() || desk.isStale()) {
    isWanted = true;
    desk.save();
    return;
  }
  isWanted = false;
  htmx.trigger(trigger, "draft-stash");
}

/** What had to wait for a publish. */
export function prepareWaiting() {
  if (isWanted) prepareSoon();
}

/** Somebody is there. */
export function noteActivity() {
  lastActiveAt = Date.now();
}

/** "Ready to publish" is not true any more of what has just been typed. */
export function noteChange() {
  if (contents() !== prepared) sayOfStash("");
}

/** The text has been published. */
export function forgetPrepared() {
  cancel("stash");
  cancel("freshness");
  prepared = null;
  sayOfStash("");
}

/** What a prepared text depends on: not the summary. */
function contents(isAsSent = false) {
  const of = (field) => normal((isAsSent ? field?.defaultValue : field?.value) ?? "");
  return JSON.stringify([of(form.elements.text), of(form.elements.section_title)]);
}

/** The time until which "Ready to publish" is true; none while it is not said. */
function freshUntil() {
  const until = document.getElementById("stash-status").dataset.freshUntil;
  return until ? new Date(until) : null;
}

/** "Ready to publish" is said only as long as it is true. */
function watchFreshness() {
  if (!freshUntil()) return;
  const left = freshUntil() - Date.now() - RENEWED_BEFORE;
  later("freshness", Math.max(left, 1000), () => {
    if (document.visibilityState === "visible" && Date.now() - lastActiveAt < AWAY_AFTER) prepare();
    else sayOfStash("");
  });
}

trigger.addEventListener("htmx:beforeRequest", () => {
  asked = { version: desk.version(), contents: contents() };
  if (asked.contents !== prepared) sayOfStash("preparing");
});

trigger.addEventListener("draft:stashed", ({ detail }) => {
  if (detail.status === "in-flight" || detail.status === "unavailable") {
    later("stash", STASH_AGAIN, prepare);
  } else if (detail.status === "editconflict") {
    following.catchUpSoon();
  } else {
    prepared = detail.is_ready && detail.version === asked.version ? asked.contents : null;
    later("freshness", 0, () => {
      if (detail.is_ready) noteChange();
      watchFreshness();
    });
  }
});

for (const element of [form.elements.summary, document.getElementById("publish")]) {
  element.addEventListener("focus", () => {
    noteActivity();
    // What is fresh may be of the text before the one that was saved just now.
    const isReady = freshUntil() > Date.now() && contents() === prepared;
    if (!isReady || desk.isUnsaved()) later("stash", 0, prepare);
  });
}

document.addEventListener("visibilitychange", () => {
  if (isWanted && document.visibilityState === "visible") prepareSoon();
});
