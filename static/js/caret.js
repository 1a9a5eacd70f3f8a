// Noticing that the caret goes to another paragraph, or that somebody begins to type.

const LOOK_AFTER = 1000;
// Whoever types on after less than this has not stopped.
const PAUSE = 20_000;
// A line that begins like this is a paragraph by itself (editor/merge/paragraphs.py).
const ALONE = /^[*#:;|!={}]/;

/** Call `tell` where one of the two happened, at most once in `LOOK_AFTER`. */
export function watchCaret(textarea, tell) {
  let timer = 0;
  let known = null;
  let lastTypedAt = 0;
  let isBeginning = false;

  const look = () => {
    timer = 0;
    const now = paragraphStart(textarea.value, textarea.selectionEnd);
    if (now !== known || isBeginning) tell();
    known = now;
    isBeginning = false;
  };
  const lookSoon = () => {
    // Not put off by what comes meanwhile: who types on and on has to be told as well.
    if (document.activeElement === textarea) timer ||= setTimeout(look, LOOK_AFTER);
  };

  document.addEventListener("selectionchange", lookSoon);
  textarea.addEventListener("focus", lookSoon);
  textarea.addEventListener("input", () => {
    if (Date.now() - lastTypedAt > PAUSE) isBeginning = true;
    lastTypedAt = Date.now();
    lookSoon();
  });
}

/** Where the first line begins of those that run into the one that `at` is in. */
function paragraphStart(text, at) {
  let start = lineStart(text, at);
  while (start > 0 && !isAlone(text, start)) {
    const above = lineStart(text, start - 1);
    if (isAlone(text, above)) break;
    start = above;
  }
  return start;
}

function lineStart(text, at) {
  return at > 0 ? text.lastIndexOf("\n", at - 1) + 1 : 0;
}

/** Whether no other line runs into the one that begins there. */
function isAlone(text, start) {
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end < 0 ? undefined : end);
  return !line.trim() || ALONE.test(line);
}
