// Times on the page, in the reader's own time zone.

export function localTimes(root = document) {
  for (const time of root.querySelectorAll("time[data-clock]")) {
    const moment = new Date(time.dateTime);
    time.textContent = moment.toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      hourCycle: "h23",
      minute: "2-digit",
    });
  }
}
