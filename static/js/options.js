// On a phone, summary and options stay away until somebody wants to publish or asks for them.

const foot = document.getElementById("edit-foot");
const toggle = foot.querySelector(".options-toggle");
const summary = document.getElementById("id_summary");

function show(isShown) {
  toggle.setAttribute("aria-expanded", String(isShown));
}

/** To the summary, wherever it is. */
export function goToSummary() {
  show(true);
  summary.focus();
}

toggle.addEventListener("click", () => show(toggle.getAttribute("aria-expanded") === "false"));
foot.querySelector(".publish-opener").addEventListener("click", goToSummary);

// What is looked at needs the room that they take, and what is published needs them no more.
for (const id of ["show-preview", "show-changes"]) {
  document.getElementById(id).addEventListener("click", () => show(false));
}
foot.closest("form").addEventListener("draft:published", () => show(false));
