// What the server has not acknowledged yet, kept in the browser: per wiki, user, draft and tab.

const KEPT_FOR = 30 * 24 * 3600 * 1000;
// A tab that lives renews its entry; one this old is of a tab that is gone.
export const ALIVE = 10_000;
const TAB = "galley:tab";
const LIVES = "galley:tab-lives";

export class Backup {
  constructor(name) {
    this.name = name;
    this.key = `${name}:${tabId()}`;
    // Whether what was handed to `keep` last is really there.
    this.isKept = true;
  }

  /** Keep an entry {version, text, fields}. */
  keep(entry) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...entry, at: Date.now() }));
      this.isKept = true;
    } catch {
      // Full, or forbidden: the page says so, and guards its own closing.
      this.isKept = false;
    }
  }

  /** Keep an entry as that of a tab that is gone: whoever comes next is offered it. */
  putAside(entry) {
    try {
      const key = `${this.name}:${Math.random().toString(36).slice(2)}`;
      localStorage.setItem(key, JSON.stringify({ ...entry, at: Date.now() }));
    } catch {
      // Full, or forbidden.
    }
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
      else if (key === this.key || (key.startsWith(`${this.name}:`) && age > ALIVE)) {
        found.push({ ...entry, key });
      }
    }
    return found.sort((a, b) => b.at - a.at);
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

/** A name for this tab that outlives a reload, and that no other tab has. */
function tabId() {
  try {
    const known = sessionStorage.getItem(TAB);
    // A tab that was duplicated begins with a copy of its twin's storage, and the twin lives.
    const isTwins = sessionStorage.getItem(LIVES) !== null;
    const id = known && !isTwins ? known : Math.random().toString(36).slice(2);
    sessionStorage.setItem(TAB, id);
    sessionStorage.setItem(LIVES, "");
    addEventListener("pagehide", () => sessionStorage.removeItem(LIVES));
    addEventListener("pageshow", () => sessionStorage.setItem(LIVES, ""));
    return id;
  } catch {
    return "only";
  }
}
