// Marking rows of a list, and the bar for what can be done with them.
import { say } from "./page.js";
import { word } from "./words.js";

const boxes = (list) => [...list.querySelectorAll("tr[data-rad] input[type=checkbox]")];

const show = (list) => {
  const all = boxes(list);
  const marked = all.filter((box) => box.checked);
  all.forEach((box) => box.closest("tr").toggleAttribute("data-selected", box.checked));
  const every = list.querySelector("[data-select-all]");
  if (every) {
    every.checked = marked.length === all.length && all.length > 0;
    every.indeterminate = marked.length > 0 && marked.length < all.length;
  }
  const bar = list.querySelector("[data-bulk]");
  if (!bar) return;
  bar.hidden = marked.length === 0;
  const count = bar.querySelector("[data-bulk-count]");
  if (count) count.textContent = word("marked", { n: marked.length });
};

export const startSelection = () => {
  // Without a script the bar is always there; with it, only when rows are marked.
  document.querySelectorAll("form:has([data-bulk])").forEach(show);
  document.addEventListener("change", (event) => {
    const list = event.target.closest?.("form:has([data-bulk])");
    if (!list || event.target.type !== "checkbox") return;
    if (event.target.matches("[data-select-all]")) boxes(list).forEach((box) => { box.checked = event.target.checked; });
    show(list);
    say(list.querySelector("[data-bulk-count]")?.textContent ?? "");
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-bulk-clear]")) return;
    const list = event.target.closest("form");
    boxes(list).forEach((box) => { box.checked = false; });
    show(list);
  });
};
