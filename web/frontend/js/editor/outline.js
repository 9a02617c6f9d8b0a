// The steps in order as a list, by lane: everything can be chosen and changed from here by keyboard.
import { element } from "../page.js";
import { glyph, say } from "./words.js";

export class Outline {
  constructor(place, modeler, choose) {
    Object.assign(this, { place, choose, registry: modeler.get("elementRegistry") });
    this.marks = new Map();
  }

  show(chosenId) {
    const groups = [];
    for (const step of this.order()) {
      const lane = this.laneOf(step) ?? say("noLane");
      if (groups.at(-1)?.lane !== lane) groups.push({ lane, steps: [] });
      groups.at(-1).steps.push(step);
    }
    const list = element("ol", { class: "u-tree" }, ...groups.map(({ lane, steps }) => element("li", {}, element("div", { class: "u-lane" }, lane), element("ol", { class: "u-tree" }, ...steps.map((step) => this.item(step, chosenId))))));
    const focused = this.place.contains(document.activeElement) ? document.activeElement.dataset.step : null;
    this.place.replaceChildren(list);
    if (focused) this.place.querySelector(`[data-step="${CSS.escape(focused)}"]`)?.focus();
  }

  item(step, chosenId) {
    const thing = step.businessObject;
    const mark = this.marks.get(step.id);
    const parts = [element("span", { class: "u-glyph", "data-k": glyph(thing) }), element("span", {}, this.label(step))];
    parts.push(mark ? element("span", { class: "u-shape", "data-status": mark.shape }, element("span", { class: "ds-sr-only" }, mark.word)) : element("span"));
    return element("li", {}, element("a", { href: `#${step.id}`, "data-step": step.id, "data-d": String(Math.min(this.depth(step), 8)), "aria-current": step.id === chosenId ? "true" : null, onclick: (event) => { event.preventDefault(); this.choose(step.id); } }, ...parts));
  }

  label(step) {
    const thing = step.businessObject;
    if (thing.name) return thing.name;
    const named = (thing.outgoing ?? []).filter((way) => way.name).map((way) => `${way.name} → ${way.targetRef?.name ?? ""}`);
    return named.join(", ") || say(thing.$type === "bpmn:ParallelGateway" ? "kindTogether" : thing.$instanceOf("bpmn:Gateway") ? "kindChoice" : "kindOther");
  }

  depth(step) {
    const thing = step.businessObject;
    let depth = 0;
    for (let holder = thing.$parent; holder?.$instanceOf?.("bpmn:SubProcess"); holder = holder.$parent) depth += 1;
    const first = thing.incoming?.length === 1 && thing.incoming[0].sourceRef;
    return depth + (thing.$type === "bpmn:BoundaryEvent" || (first && first.$instanceOf("bpmn:Gateway") && (first.outgoing?.length ?? 0) > 1 && thing.incoming[0].name) ? 1 : 0);
  }

  laneOf(step) {
    for (let shape = step; shape; shape = shape.parent) {
      const lane = shape.businessObject.lanes?.at?.(-1);
      if (lane) return lane.name;
    }
    const lanes = this.registry.filter((each) => each.type === "bpmn:Lane" && (each.businessObject.flowNodeRef ?? []).includes(step.businessObject));
    if (lanes.length) return lanes.at(-1).businessObject.name;
    const outer = step.businessObject.$parent?.id && this.registry.get(step.businessObject.$parent.id);
    return outer && outer !== step && outer.businessObject.$instanceOf("bpmn:SubProcess") ? this.laneOf(outer) : undefined;
  }

  // From the beginnings along the ways; what is not reached comes last, from left to right.
  order() {
    const steps = this.registry.filter((each) => !each.waypoints && !each.labelTarget && each.businessObject?.$instanceOf?.("bpmn:FlowNode"));
    const left = (a, b) => a.x - b.x || a.y - b.y;
    const seen = new Set();
    const found = [];
    const visit = (step) => {
      if (!step || seen.has(step)) return;
      seen.add(step);
      found.push(step);
      for (const inner of steps.filter((each) => each.businessObject.$parent === step.businessObject && !(each.incoming ?? []).length).sort(left)) visit(inner);
      for (const edge of (step.attachers ?? []).slice().sort(left)) visit(edge);
      for (const way of (step.outgoing ?? []).filter((each) => each.type === "bpmn:SequenceFlow").sort((a, b) => (b.name ?? "").localeCompare(a.name ?? ""))) visit(way.target);
    };
    steps.filter((each) => each.type === "bpmn:StartEvent" && !each.businessObject.$parent?.$instanceOf("bpmn:SubProcess")).sort(left).forEach(visit);
    steps.slice().sort(left).forEach(visit);
    return found;
  }
}
