// Text of a draft that only this browser has, where the draft cannot be written in (any more).

import { Backup } from "./backup.js";
import { download } from "./download.js";

const box = document.getElementById("kept-text");
const backup = new Backup(box.dataset.storage);
// What the draft on this page has is lost to nobody.
const known = document.getElementById("reading-text")?.defaultValue;
const [newest] = backup.orphans().filter(({ text }) => text !== known);
box.hidden = !newest;

box.addEventListener("click", ({ target }) => {
  const action = target.dataset.kept;
  if (action === "download") download(newest.text);
  if (action !== "drop") return;
  backup.drop(newest.key);
  box.hidden = true;
});
