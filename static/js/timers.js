// Timers by name: one that is set anew takes the place of the one before.

const timers = {};

export function later(name, delay, action) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(action, delay);
}

export function cancel(name) {
  clearTimeout(timers[name]);
}
