// Where the focus goes: to the errors after a refused form. Section lists fold on narrow screens.
import { word } from "./words.js";

export const startErrors = () => {
  document.querySelector("[data-autofocus]")?.focus();
  document.querySelectorAll(".ds-error-summary a[href^='#']").forEach((link) => link.addEventListener("click", (event) => {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.closest("details")?.setAttribute("open", "");
    target.focus();
    target.scrollIntoView({ block: "center" });
  }));
  startCounters(document);
};

export const startCounters = (place) => place.querySelectorAll("textarea[data-max]").forEach(countCharacters);

const countCharacters = (area) => {
  const line = document.createElement("p");
  line.className = "u-hint";
  const show = () => {
    const left = Number(area.dataset.max) - area.value.length;
    line.textContent = left < 0 ? word("charsOver", { n: -left }) : word("charsLeft", { n: left });
  };
  area.after(line);
  area.addEventListener("input", show);
  show();
};

export const startFolds = () => {
  if (matchMedia("(max-width: 61.99rem)").matches) document.querySelectorAll(".u-fold[open]").forEach((each) => { each.open = false; });
};
