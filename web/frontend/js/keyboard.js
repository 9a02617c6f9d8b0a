// Keys in lists: / search, j k move, x select, Enter open, ? this list. Never in a field; can be turned off (WCAG 2.1.4).
import { element, stored } from "./page.js";
import { word } from "./words.js";

const OFF = "utlysa-tangenter-av";
const rows = () => [...document.querySelectorAll("tr[data-rad]")];

const current = () => rows().find((row) => "cursor" in row.dataset);
const moveTo = (row) => {
  if (!row) return;
  current()?.removeAttribute("data-cursor");
  row.dataset.cursor = "";
  row.scrollIntoView({ block: "nearest" });
  row.querySelector("a")?.focus({ preventScroll: true });
};
const step = (by) => {
  const all = rows();
  const at = all.indexOf(current());
  moveTo(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]);
};

const row = (keys, text) => [element("dt", {}, ...keys.map((key) => element("kbd", {}, key))), element("dd", {}, text)];
const help = () => {
  const box = element("input", { type: "checkbox", class: "u-box" });
  box.checked = !stored.get(OFF);
  box.addEventListener("change", () => (box.checked ? stored.drop(OFF) : stored.set(OFF, "1")));
  const close = element("button", { class: "ds-button", "data-variant": "secondary", onclick: () => dialog.close() }, word("close"));
  const list = element("dl", { class: "u-facts" }, ...row(["/"], word("keySearch")), ...row(["j", "k"], word("keyMove")), ...row(["x"], word("keyMark")), ...row(["Enter"], word("keyOpen")), ...row(["?"], word("keyHelp")));
  const dialog = element("dialog", { class: "ds-dialog u-keys", "aria-labelledby": "tangenter" }, element("h2", { id: "tangenter", class: "u-h-3" }, word("keys")), list, element("label", { class: "u-opt" }, box, word("keysOn")), close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

const actions = {
  "/": () => document.querySelector("#sok")?.focus(),
  j: () => step(1),
  k: () => step(-1),
  x: () => current()?.querySelector("input[type=checkbox]")?.click(),
};

export const startKeyboard = () => {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]),textarea,select,dialog,[contenteditable],.u-diagram")) return;
    if (event.key === "?") { event.preventDefault(); help(); return; }
    if (stored.get(OFF)) return;
    if (event.key === "Enter" && event.target === document.body) current()?.querySelector("a")?.click();
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
  document.querySelectorAll("[data-keys-help]").forEach((each) => { each.hidden = false; each.addEventListener("click", help); });
};
