// A draft's text, as browser and server agree on it. Pure functions; offsets are UTF-16 units.

// What the wiki refuses becomes U+FFFD of the same length (editor/wiki/text.py does the same).
// eslint-disable-next-line no-control-regex
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

export function normal(text) {
  return text.replace(/\r\n?/g, "\n").replace(REFUSED, "\ufffd");
}

/** The one splice that makes `text` of `old`. It never cuts a surrogate pair. */
export function between(old, text) {
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old.charCodeAt(start) === text.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < shorter - start &&
    old.charCodeAt(old.length - 1 - end) === text.charCodeAt(text.length - 1 - end)
  ) {
    end += 1;
  }
  if (start > 0 && isHigh(old.charCodeAt(start - 1))) start -= 1;
  if (end > 0 && isLow(old.charCodeAt(old.length - end))) end -= 1;
  return {
    start,
    removed: old.length - end - start,
    inserted: text.slice(start, text.length - end),
  };
}

export function apply(text, splice) {
  return text.slice(0, splice.start) + splice.inserted + text.slice(splice.start + splice.removed);
}

/** The text after several splices; the offsets of all are those of the text before. */
export function applyAll(text, splices) {
  return splices.reduceRight(apply, text);
}

/** Splices as the server writes them: "start,removed,length" of each, and all that goes in. */
export function parsed(places, inserted) {
  let at = 0;
  return places
    .split(" ")
    .filter(Boolean)
    .map((place) => {
      const [start, removed, length] = place.split(",").map(Number);
      at += length;
      return { start, removed, inserted: inserted.slice(at - length, at) };
    });
}

/** `splice` moved past what `earlier` has changed; null where the two overlap. */
export function moved(splice, earlier) {
  const isBefore = splice.start < earlier.start || earlier.removed > 0;
  if (splice.start + splice.removed <= earlier.start && isBefore) return splice;
  // What was typed right behind a piece that changed stays behind it.
  if (splice.start >= earlier.start + earlier.removed) {
    const shift = earlier.inserted.length - earlier.removed;
    return { ...splice, start: splice.start + shift };
  }
  return null;
}

/** CRC-32 of the text in UTF-8, as zlib counts it. */
export function checksum(text) {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let entry = number;
  for (let bit = 0; bit < 8; bit += 1) entry = entry & 1 ? 0xedb88320 ^ (entry >>> 1) : entry >>> 1;
  return entry >>> 0;
});

const isHigh = (unit) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff;
