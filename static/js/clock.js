// Times on the page, in the reader's own time zone: of today the time alone, of other days and in
// the middle of a sentence the date too.

const CLOCK = { hour: "2-digit", hourCycle: "h23", minute: "2-digit" };
const DAY = { day: "numeric", month: "short", year: "numeric" };

export function localTimes(root = document) {
  const today = new Date().toDateString();
  for (const time of root.querySelectorAll("time[data-clock]")) {
    const moment = new Date(time.dateTime);
    const isAlone = time.dataset.clock !== "dated" && moment.toDateString() === today;
    const form = isAlone ? CLOCK : { ...DAY, ...CLOCK };
    time.textContent = moment.toLocaleString(document.documentElement.lang, form);
  }
}
