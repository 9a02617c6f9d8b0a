// Draws process diagrams to look at: <div data-diagram="address of the file, or #id of a field">, with states as markers and notes as overlays.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { describe } from "./diagram/describe.js";
import { frame } from "./diagram/frame.js";
import { LOOKS } from "./diagram/looks.js";
import { element } from "./page.js";
import { word } from "./words.js";

const PLACES = { flag: { bottom: -12, left: -6 }, pin: { bottom: -4, left: 0 }, above: { top: -28, left: 0 } };

const mark = (viewer, states) => {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  for (const [state, ids] of Object.entries(states)) {
    for (const id of ids) {
      for (const each of [registry.get(id), registry.get(`${id}_label`)]) if (each) canvas.addMarker(each, `is-${state}`);
    }
  }
  // A flow between two passed steps is passed too.
  const done = new Set([...(states.done ?? []), ...(states.now ?? [])]);
  registry.filter((each) => each.type === "bpmn:SequenceFlow" && (states.done ?? []).includes(each.source?.id) && done.has(each.target?.id)).forEach((flow) => canvas.addMarker(flow, "is-done"));
};

const pin = (viewer, notes) => {
  const registry = viewer.get("elementRegistry");
  for (const { on, kind = "pin", text, status } of notes) {
    if (!registry.get(on)) continue;
    const html = element("div", { class: `u-${kind === "flag" ? "flag" : "pin"}${status ? " u-shape" : ""}`, "data-status": status ?? null }, text);
    viewer.get("overlays").add(on, { position: PLACES[kind] ?? PLACES.pin, html, show: { minZoom: 0.3 }, scale: { min: 0.9, max: 1 } });
  }
};

// A drawing that is not saved has no address: it stands in a field of the page, "#id".
const read = async (source) => {
  if (source.startsWith("#")) return document.getElementById(source.slice(1)).value;
  const answer = await fetch(source, { headers: { Accept: "application/xml" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
};

const draw = async (box) => {
  const holder = box.closest("[data-diagram-box]");
  const list = holder.querySelector("[data-diagram-list]");
  const xml = await read(box.dataset.diagram);
  box.hidden = false;
  const viewer = new NavigatedViewer({ container: box, ...LOOKS });
  await viewer.importXML(xml);
  mark(viewer, JSON.parse(box.dataset.state || "{}"));
  pin(viewer, JSON.parse(box.dataset.notes || "[]"));
  describe(box, box.dataset.label);
  frame(viewer, box, box.dataset.focus);
  list.hidden = true;
  controls(holder, box, list, viewer);
  box.dataset.ready = "1";
};

const controls = (holder, box, list, viewer) => {
  const toggle = document.querySelector(`[data-diagram-toggle="${CSS.escape(holder.id)}"]`);
  const zoom = document.querySelector(`[data-diagram-zoom="${CSS.escape(holder.id)}"]`);
  const show = (what) => {
    box.hidden = what !== "diagram";
    list.hidden = what === "diagram";
    toggle?.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.show === what)));
    if (what === "diagram") frame(viewer, box, box.dataset.focus);
  };
  if (toggle) {
    toggle.hidden = false;
    toggle.addEventListener("click", (event) => { if (event.target.dataset.show) show(event.target.dataset.show); });
    if (matchMedia("(max-width: 47.99rem)").matches && list.children.length) show("list");
  }
  if (zoom) {
    zoom.hidden = false;
    zoom.addEventListener("click", (event) => zoomBy(viewer, event.target.dataset.zoom));
  }
};

const zoomBy = (viewer, how) => {
  if (how === "fit") viewer.get("canvas").zoom("fit-viewport", "auto");
  else if (how) viewer.get("zoomScroll").stepZoom(Number(how));
};

document.querySelectorAll("[data-diagram]").forEach((box) => draw(box).catch(() => {
  box.hidden = true;
  box.after(element("p", { class: "u-pad u-muted" }, word("diagramFailed")));
}));
