// The panel beside the text: what it shows may be on its way, or of an older text by now; and
// what is pressed in it.

import { normal } from "./draft-text.js";

const form = document.getElementById("edit-form");
const textarea = form.elements.text;
const panel = () => document.getElementById("panel");
// The text that the panel shows, and the one that was sent to be shown.
let shown = normal(textarea.defaultValue);
let asked = shown;

/** Said of a panel that shows the text: it is of an older one, as long as it is. */
function markOutdated() {
  const mark = panel().querySelector("[data-outdated]");
  mark?.classList.toggle("is-outdated", normal(textarea.value) !== shown);
}

form.addEventListener("input", markOutdated);
textarea.addEventListener("draft:moved", markOutdated);

document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!["show-preview", "show-changes", "publish"].includes(detail.elt.id)) return;
  asked = normal(textarea.value);
});

document.body.addEventListener("htmx:beforeSend", ({ detail }) => {
  const waiting = document.getElementById(`waiting-${detail.elt.id}`);
  // A preview that is there stays until the next one is: it is looked at in the meantime.
  if (!waiting || panel().querySelector("iframe")) return;
  panel().className = "desk-panel desk-panel-preview";
  panel().replaceChildren(waiting.content.cloneNode(true));
  panel().hidden = false;
});

// Another answer may have taken the place of the panel that this one was asked for. What is said of
// that one is heard by nobody, so it is said of the one that stands there.
document.body.addEventListener("htmx:beforeOnLoad", ({ detail: { target: gone } }) => {
  if (gone.id !== "panel" || gone.isConnected) return;
  const hearer = ({ type, detail }) => {
    if (detail.target === gone) detail.target = panel();
    panel().dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  };
  gone.addEventListener("htmx:beforeSwap", hearer, { once: true });
});

document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "panel") return;
  shown = asked;
  markOutdated();
  leadToHeading(detail.requestConfig.elt);
});

/** From the button that asked for it; who has gone on typing meanwhile stays where they are. */
function leadToHeading(asking) {
  const heading = panel().querySelector("h2");
  if (!heading) return;
  heading.tabIndex = -1;
  if (![document.body, asking].includes(document.activeElement)) return;
  heading.focus({ preventScroll: true });
  panel().scrollIntoView({ block: "nearest" });
}

// (Until it has settled, the panel has the looks of the one before.)
document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id === "panel") showFirstChange();
});

showFirstChange();

/** Of a long page the first change may be far down; a little of what is before it is seen. */
function showFirstChange() {
  const change = panel().querySelector("tbody tr:not(.difference-context, .difference-gap)");
  if (!change) return;
  const { top } = panel().getBoundingClientRect();
  const below = change.getBoundingClientRect().top - top;
  if (below > panel().clientHeight / 2) panel().scrollTop = below - panel().clientHeight / 4;
}

// An answer that is not for the panel, or none: nothing is on its way any more.
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.id !== "show-preview" || !panel().querySelector("[data-waiting]")) return;
  panel().replaceChildren();
  panel().hidden = true;
});

// What was true of the page until now.
form.addEventListener("draft:published", () => {
  for (const notice of document.querySelectorAll("[data-until-published]")) notice.hidden = true;
});

// What the wiki offers below the text follows by itself, and does not shut what was opened.
let wasOpen = false;
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "more-options") wasOpen = detail.target.querySelector("details").open;
});
document.body.addEventListener("htmx:load", ({ target }) => {
  if (target.id === "more-options") target.querySelector("details").open ||= wasOpen;
});

document.addEventListener("click", ({ target }) => {
  const name = target.closest("[data-presses]")?.dataset.presses;
  if (name) document.getElementById(name).click();
});

// A way to publish that stands in the panel goes the way of the button itself. (Enter in any other
// field presses the form's first button too; what that does is said at "submit".)
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-publishes]");
  const field = document.activeElement;
  if (!button || (event.detail === 0 && field !== button && field?.name !== "captcha_word")) return;
  event.preventDefault();
  document.getElementById("publish").click();
});

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-close-panel]")) return;
  panel().replaceChildren();
  panel().hidden = true;
  textarea.focus();
});
