// Positions on a line in half percents, as rules for data attributes: the server draws bars without style attributes.
const steps = Array.from({ length: 201 }, (_, i) => i / 2);
const family = (name) => steps.map((value) => `[data-${name}="${value}"]{--${name}:${value}}`).join("");
const rows = Array.from({ length: 13 }, (_, i) => `[data-y="${i}"]{--y:${i * 1.7 + 1.75}}[data-rows="${i}"]{--h:${i * 1.7 + 3.75}rem}`).join("");
const days = Array.from({ length: 14 }, (_, i) => `[data-days="${i + 1}"]{--days:${i + 1}}`).join("");
const depth = Array.from({ length: 9 }, (_, i) => `[data-d="${i}"]{--d:${i}}`).join("");
const heights = [16, 20, 24, 28, 32, 40].map((rem) => `[data-h="${rem}"]{--h:${rem}rem}`).join("");

export const positions = {
  name: "positions",
  setup(build) {
    build.onResolve({ filter: /positions\.css$/ }, () => ({ path: "positions", namespace: "positions" }));
    build.onLoad({ filter: /.*/, namespace: "positions" }, () => ({
      contents: ["x", "w", "v", "pad"].map(family).join("") + rows + days + depth + heights,
      loader: "css",
    }));
  },
};
