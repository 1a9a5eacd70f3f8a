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

/**
 * The box has moved down by so much: its text stays where it was on the screen, as far as the line
 * of the caret does not leave the box for it.
 */
export function keepInPlace(textarea, moved) {
  if (!moved || document.activeElement !== textarea) return;
  const { scrollTop } = textarea;
  const highest = Math.max(scrollTop, caretTop(textarea));
  textarea.scrollTop = Math.min(scrollTop + moved, highest);
}

/** Where the line above the caret begins, in the height of the whole text. */
function caretTop(textarea) {
  const style = getComputedStyle(textarea);
  const copy = textarea.cloneNode();
  copy.removeAttribute("id");
  copy.removeAttribute("name");
  Object.assign(copy.style, {
    position: "absolute",
    visibility: "hidden",
    blockSize: "0",
    minBlockSize: "0",
    inlineSize: `${textarea.offsetWidth}px`,
    overflowY: "scroll",
  });
  copy.value = textarea.value.slice(0, textarea.selectionStart);
  textarea.after(copy);
  const bottom = copy.scrollHeight - parseFloat(style.paddingBlockEnd);
  copy.remove();
  return Math.max(0, bottom - 2 * parseFloat(style.lineHeight));
}
