// The summary's limit: the wiki counts code points, where `maxlength` counts UTF-16 units.

const SAY_FROM = 99;

const input = document.getElementById("id_summary");
const counter = document.getElementById("summary-left");
const limit = input.maxLength;
input.removeAttribute("maxlength");

/** What is too much goes where it was typed or pasted: before the caret. */
function cut() {
  const excess = [...input.value].length - limit;
  if (excess <= 0) return;
  const before = [...input.value.slice(0, input.selectionStart)];
  const kept = before.slice(0, Math.max(0, before.length - excess)).join("");
  const rest = [...input.value.slice(input.selectionStart)];
  input.value = [...kept, ...rest].slice(0, limit).join("");
  input.setSelectionRange(kept.length, kept.length);
}

function count() {
  const left = limit - [...input.value].length;
  counter.hidden = left > SAY_FROM;
  counter.textContent = `${counter.dataset.words} ${left}`;
}

input.addEventListener("input", (event) => {
  if (!event.isComposing) cut();
  count();
});
input.addEventListener("compositionend", () => {
  cut();
  count();
});
count();

// Naming those whose words are in the text.

document.getElementById("credit")?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-credit]");
  if (!button) return;
  event.preventDefault();
  const { credit, full } = button.dataset;
  if (input.value.includes(credit)) return;
  const named = `${input.value.trimEnd()} ${credit}`.trimStart();
  if ([...named].length > limit) {
    counter.hidden = false;
    counter.textContent = full;
    return;
  }
  input.value = named;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
});
