// Changing a textarea under somebody's eyes: caret, selection and the line they look at stay.

// Where the view begins is found by measuring, as near as this; a longer text is only estimated.
const NEAR = 80;
const MOST_MEASURED = 200_000;

/** Put in splices whose offsets are those of the text before, in its order. */
export function putIn(textarea, splices) {
  // From the end, so that no offset is moved by what was put in before.
  putInTurn(textarea, [...splices].reverse());
}

/** The same of splices whose offsets are those of the text that the one before has made. */
export function putInTurn(textarea, splices) {
  measuring(textarea, (topOf) => {
    const { scrollTop } = textarea;
    let eye = placeOfEye(textarea, topOf);
    const before = eye === null ? 0 : topOf(eye);
    for (const splice of splices) {
      if (eye !== null) eye = carried(eye, splice, textarea.value);
      putOne(textarea, splice);
    }
    // What grew above the line moves it down by as much.
    textarea.scrollTop = eye === null ? scrollTop : scrollTop + topOf(eye) - before;
  });
}

function putOne(textarea, { start, removed, inserted }) {
  if (!removed && !inserted) return;
  textarea.setRangeText(inserted, start, start + removed, "preserve");
}

/** Where a place in the text is after a splice. */
function carried(place, { start, removed, inserted }, text) {
  const end = start + removed;
  if (place >= end) return place + inserted.length - removed;
  if (place <= start) return place;
  // One save may change two places, with the eye between them: the same words are looked for.
  const words = text.slice(place, Math.min(place + NEAR, end));
  const found = inserted.indexOf(words);
  return start + (found < 0 ? Math.min(place - start, inserted.length) : found);
}

/**
 * Where in the text one looks: at the caret while it is in sight, and else where the view begins.
 * None at the very top: who has not scrolled sees what comes there.
 */
function placeOfEye(textarea, topOf) {
  const { scrollTop, clientHeight, selectionStart, value } = textarea;
  if (document.activeElement === textarea) {
    const top = topOf(selectionStart);
    if (top >= scrollTop && top < scrollTop + clientHeight) return selectionStart;
  }
  if (scrollTop === 0) return null;
  let [low, high] = [0, value.length];
  if (high > MOST_MEASURED) return Math.round((scrollTop / textarea.scrollHeight) * high);
  while (high - low > NEAR) {
    const middle = (low + high) >> 1;
    if (topOf(middle) < scrollTop) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The box has moved down by so much: its text stays where it was on the screen, as far as the line
 * of the caret does not leave the box for it.
 */
export function keepInPlace(textarea, moved) {
  if (!moved || document.activeElement !== textarea) return;
  measuring(textarea, (topOf, lineHeight) => {
    const { scrollTop } = textarea;
    // With a line above it.
    const highest = Math.max(scrollTop, topOf(textarea.selectionStart) - lineHeight);
    textarea.scrollTop = Math.min(scrollTop + moved, highest);
  });
}

/** Do something with a way to tell where the line of a place begins, in the height of the text. */
function measuring(textarea, act) {
  const style = getComputedStyle(textarea);
  const lineHeight = parseFloat(style.lineHeight);
  const below = parseFloat(style.paddingBlockEnd) + lineHeight;
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
  textarea.after(copy);
  const topOf = (place) => {
    copy.value = textarea.value.slice(0, place);
    return Math.max(0, copy.scrollHeight - below);
  };
  act(topOf, lineHeight);
  copy.remove();
}
