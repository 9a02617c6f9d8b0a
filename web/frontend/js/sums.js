// Sums of table columns as they are typed; the server counts again.
import { number } from "./words.js";

export const parseAmount = (text) => {
  const value = Number(text.replace(/[\s\u00a0]|kr/g, "").replace(",", "."));
  return Number.isFinite(value) ? value : 0;
};

const show = (output) => {
  const inputs = document.querySelectorAll(`[data-sum-part="${CSS.escape(output.dataset.sum)}"]`);
  output.textContent = number([...inputs].reduce((sum, each) => sum + parseAmount(each.value), 0));
};

export const startSums = () => {
  const outputs = () => document.querySelectorAll("[data-sum]");
  outputs().forEach(show);
  document.addEventListener("input", (event) => {
    const part = event.target.dataset?.sumPart;
    if (part) outputs().forEach((each) => { if (each.dataset.sum === part) show(each); });
  });
};
