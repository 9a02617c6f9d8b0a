// The editor of processes. The page gives the addresses and the choices; everything else is built here:
// <div class="u-editor" data-editor data-source data-lint data-save data-base-version data-roles data-forms data-previews> with
// [data-editor-outline], [data-editor-tools], [data-editor-canvas], [data-editor-problems], [data-editor-panel],
// and anywhere on the page form[data-editor-save], [data-editor-undo], [data-editor-redo], [data-editor-state], [data-editor-zoom], form[data-editor-hand-over].
import { Changes, STEPS } from "./editor/changes.js";
import { openDrawing } from "./editor/drawing.js";
import { Outline } from "./editor/outline.js";
import { Panel } from "./editor/panel.js";
import { Problems } from "./editor/problems.js";
import { Saving } from "./editor/saving.js";
import { say } from "./editor/words.js";
import { describe } from "./diagram/describe.js";
import { frame } from "./diagram/frame.js";
import { element } from "./page.js";

const start = async (root) => {
  const part = (name) => root.querySelector(`[data-editor-${name}]`);
  const canvas = part("canvas");
  const modeler = openDrawing(canvas);
  const answer = await fetch(root.dataset.source, { headers: { Accept: "application/xml" } });
  if (!answer.ok) throw new Error(String(answer.status));
  await modeler.importXML(await answer.text());
  describe(canvas, root.dataset.label ?? "");

  const registry = modeler.get("elementRegistry");
  const selection = modeler.get("selection");
  const changes = new Changes(modeler);
  const outline = new Outline(part("outline"), modeler, (id) => choose(id));
  const choices = { roles: JSON.parse(root.dataset.roles), forms: JSON.parse(root.dataset.forms), previews: JSON.parse(root.dataset.previews ?? "[]"), steps: () => outline.order() };
  const panel = new Panel(part("panel"), choices, modeler, changes, { added: (step) => step && choose(step.id), removed: () => show() });
  const problems = new Problems(part("problems"), root.dataset.lint, modeler, changes, (id) => choose(id), (marks) => { outline.marks = marks; outline.show(chosen()?.id); });
  const saving = new Saving(root, modeler, (found) => problems.show(found));

  const chosen = () => (selection.get().length === 1 ? selection.get()[0] : undefined);
  const show = () => { outline.show(chosen()?.id); panel.show(chosen()); };
  const choose = (id) => {
    const step = registry.get(id);
    if (!step) return;
    selection.select(step);
    // The place may have got another size since: the list of problems grows, the window turns.
    modeler.get("canvas").resized();
    modeler.get("canvas").scrollToElement(step, 80);
  };
  modeler.on("selection.changed", show);
  modeler.on("commandStack.changed", () => { show(); problems.checkSoon(); saving.changed(); });
  tools(part("tools"), changes, chosen, choose);
  history(modeler);
  zooming(modeler);
  handingOver(modeler);
  await saving.offerKept();
  show();
  problems.check();
  frame(modeler, canvas, outline.order()[0]?.id);
  root.dataset.ready = "1";
};

const tools = (place, changes, chosen, choose) => {
  place.prepend(element("span", { class: "u-muted" }, say("add")), ...Object.entries(STEPS).map(([kind, { glyph }]) => {
    const button = element("button", { type: "button", "data-tool": kind }, ...(kind === "together" ? [] : [element("span", { class: "u-glyph", "data-k": glyph })]), say(kind));
    button.addEventListener("click", (event) => {
      const added = changes.add(kind, chosen(), event);
      if (added) choose(added.id);
    });
    return button;
  }));
};

const history = (modeler) => {
  const stack = modeler.get("commandStack");
  for (const [name, able] of [["undo", "canUndo"], ["redo", "canRedo"]]) {
    for (const button of document.querySelectorAll(`[data-editor-${name}]`)) {
      const refresh = () => button.setAttribute("aria-disabled", String(!stack[able]()));
      button.hidden = false;
      button.addEventListener("click", () => { if (stack[able]()) stack[name](); });
      modeler.on("commandStack.changed", refresh);
      refresh();
    }
  }
};

// A plain form (form[data-editor-hand-over] with a field `xml`) gets the drawing as it stands, saved or not.
const handingOver = (modeler) => document.querySelectorAll("form[data-editor-hand-over]").forEach((form) => {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.elements.xml.value = (await modeler.saveXML({ format: true })).xml;
    form.submit();
  });
});

const zooming = (modeler) => document.querySelectorAll("[data-editor-zoom]").forEach((place) => {
  place.hidden = false;
  place.addEventListener("click", (event) => {
    const how = event.target.dataset.zoom;
    if (how === "fit") modeler.get("canvas").zoom("fit-viewport", "auto");
    else if (how) modeler.get("zoomScroll").stepZoom(Number(how));
  });
});

document.querySelectorAll("[data-editor]").forEach((root) => start(root).catch((error) => {
  root.querySelector("[data-editor-canvas]").append(element("p", { class: "u-pad u-bad-text" }, say("failed")));
  throw error;
}));
