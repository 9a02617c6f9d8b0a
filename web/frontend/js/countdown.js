// Time left until a deadline, by the server's clock: <span data-countdown="instant">.
import { say, serverNow } from "./page.js";
import { counted, word } from "./words.js";

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

export const inWords = (seconds) => {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  if (first < 0) return counted("second", 0);
  const parts = [];
  let rest = seconds;
  for (const [name, size] of UNITS.slice(first, first + 2)) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n || !parts.length) parts.push(counted(name, n));
  }
  return parts.join(" ");
};

const show = (place) => {
  const left = Math.ceil((Date.parse(place.dataset.countdown) - serverNow()) / 1000);
  const text = left > 0 ? word("left", { time: inWords(left) }) : word("over");
  if (place.textContent === text) return;
  if (left <= 0 && place.dataset.over !== "1") { place.dataset.over = "1"; say(text); }
  place.textContent = text;
};

export const startCountdowns = () => {
  const places = document.querySelectorAll("[data-countdown]");
  if (!places.length) return;
  const tick = () => places.forEach(show);
  tick();
  setInterval(tick, 1000);
};
