// What the server has not acknowledged yet, kept in the browser: per wiki, user, draft and tab.

const KEPT_FOR = 30 * 24 * 3600 * 1000;
// A tab that lives renews its entry; one this old is of a tab that is gone.
export const ALIVE = 10_000;
const TAB = "galley:tab";
const LIVES = "galley:tab-lives";

export class Backup {
  constructor(name) {
    this.name = name;
    this.own = `${name}:${tabId()}`;
    this.key = this.own;
    // Whether what was handed to `keep` last is really there.
    this.isKept = true;
  }

  /** From here on under a new name: what stands under this tab's waits for somebody's choice. */
  beginAnew() {
    this.key = `${this.own}.${random()}`;
  }

  /** Keep an entry, as it is given; where there is no room for it, without its `before`. */
  keep(entry) {
    const kept = { ...entry, at: Date.now() };
    // Full, or forbidden: the page says so, and guards its own closing.
    this.isKept = write(this.key, kept) || write(this.key, { ...kept, before: undefined });
  }

  drop(key = this.key) {
    try {
      localStorage.removeItem(key);
      if (key === this.key) this.isKept = true;
    } catch {
      // Storage is forbidden: there is nothing in it either.
    }
  }

  /** Entries that nobody is looking after: this tab's own, and those of tabs that are gone. */
  orphans() {
    const found = [];
    for (const key of keys()) {
      const entry = read(key);
      const age = Date.now() - entry.at;
      if (!(age <= KEPT_FOR)) this.drop(key);
      else if (this.isOwn(key) || (key.startsWith(`${this.name}:`) && age > ALIVE)) {
        found.push({ ...entry, key });
      }
    }
    return found.sort((a, b) => b.at - a.at);
  }

  isOwn(key) {
    return key === this.own || key.startsWith(`${this.own}.`);
  }
}

function random() {
  return Math.random().toString(36).slice(2);
}

function write(key, entry) {
  try {
    localStorage.setItem(key, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("galley:"));
  } catch {
    return [];
  }
}

/** An entry; one that is damaged has no age, and hides no other. */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

let ownId = "";

/** A name for this tab that outlives a reload, and that no other tab has. */
function tabId() {
  // Of one page with two of these, the second is no twin.
  ownId ||= foundId();
  return ownId;
}

function foundId() {
  try {
    const known = sessionStorage.getItem(TAB);
    // A tab that was duplicated begins with a copy of its twin's storage, and the twin lives.
    const isTwins = sessionStorage.getItem(LIVES) !== null;
    const id = known && !isTwins ? known : random();
    sessionStorage.setItem(TAB, id);
    sessionStorage.setItem(LIVES, "");
    addEventListener("pagehide", () => sessionStorage.removeItem(LIVES));
    addEventListener("pageshow", () => sessionStorage.setItem(LIVES, ""));
    return id;
  } catch {
    return "only";
  }
}
