// Added, and so nothing that this browser has to keep.

import { Backup } from "./backup.js";

const { storage, kept } = document.getElementById("added").dataset;
const backup = new Backup(storage);
for (const entry of backup.orphans()) {
  if (entry.form === kept && entry.isSent) backup.drop(entry.key);
}
