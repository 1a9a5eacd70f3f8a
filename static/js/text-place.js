// Changing a textarea under somebody's eyes: caret, selection and the line they look at stay.

/** Put in splices whose offsets are those of the text before, in its order. */
export function putIn(textarea, splices) {
  const eye = placeOfEye(textarea);
  const { scrollTop } = textarea;
  // From the end, so that no offset is moved by what was put in before.
  const below = splices.filter(({ start }) => start > eye).reverse();
  const above = splices.filter(({ start }) => start <= eye).reverse();
  below.forEach((splice) => putOne(textarea, splice));
  const height = textarea.scrollHeight;
  above.forEach((splice) => putOne(textarea, splice));
  // What grew above the line moves it down by as much.
  textarea.scrollTop = scrollTop + textarea.scrollHeight - height;
}

function putOne(textarea, { start, removed, inserted }) {
  if (!removed && !inserted) return;
  textarea.setRangeText(inserted, start, start + removed, "preserve");
}

/** Where in the text one looks: at the caret, or, without one, about as far as it is scrolled. */
function placeOfEye(textarea) {
  if (document.activeElement === textarea) return textarea.selectionStart;
  return Math.round((textarea.scrollTop / textarea.scrollHeight) * textarea.value.length);
}
