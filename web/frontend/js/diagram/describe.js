// Names a drawing for those who cannot see it, and the mark of those who made the tool.
import { word } from "../words.js";

export const describe = (box, label) => {
  const svg = box.querySelector(".djs-container > svg") ?? box.querySelector("svg");
  svg?.setAttribute("role", "group");
  svg?.setAttribute("aria-label", label);
  box.querySelectorAll(".bjs-powered-by").forEach((link) => link.setAttribute("aria-label", word("diagramCredit")));
};
