// The form's fields besides the text: what stands in them, as they are or as the server sent them.

const OPTIONS = ["is_minor", "is_watching", "is_bot", "watch_mode", "watch_expiry", "tags"];
// A box that was put back is held against what it showed then.
const FIELDS = ["summary", "section_title", ...OPTIONS, "found_watching"];

const form = document.getElementById("edit-form");

/** What stands in each field of a name, to be compared, kept and put back. */
export function fields(isAsSent = false) {
  return JSON.stringify(FIELDS.map((name) => named(name).map((field) => state(field, isAsSent))));
}

/** Put back what was kept; of fields that were so `before`, too, what stands in them now is newer. */
export function putFields(kept, before = "[]") {
  const unchanged = JSON.parse(before);
  JSON.parse(kept).forEach((values, number) => {
    named(FIELDS[number]).forEach((field, place) => {
      const value = values?.[place] ?? null;
      if (value !== null && value !== unchanged[number]?.[place])
        field[field.type === "checkbox" ? "checked" : "value"] = value;
    });
  });
}

/** All that the form would send. */
export function entries() {
  return [...new FormData(form).entries()];
}

/** Let a request carry these, whatever the form holds by now; its token stays its own. */
export function putEntries(formData, kept) {
  const isToken = (name) => name === "csrfmiddlewaretoken";
  for (const name of [...formData.keys()]) if (!isToken(name)) formData.delete(name);
  for (const [name, value] of kept) if (!isToken(name)) formData.append(name, value);
}

/** The summary among what was kept. */
export function summaryIn(kept) {
  return JSON.parse(kept)[FIELDS.indexOf("summary")]?.[0] ?? "";
}

/** Summary and tags belonged to what was published; the server has forgotten them too. */
export function forgetSummary() {
  form.elements.summary.value = form.dataset.summary;
  for (const tag of named("tags")) tag.checked = false;
}

function named(name) {
  return [...form.querySelectorAll(`[name="${name}"]`)];
}

function state(field, isAsSent) {
  if (field.type === "checkbox") return isAsSent ? field.defaultChecked : field.checked;
  if (field.type !== "select-one" || !isAsSent) return isAsSent ? field.defaultValue : field.value;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
}
