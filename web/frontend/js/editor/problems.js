// What the server's check says of the drawing, live: it stops, it warns, it advises.
import { csrfToken, element } from "../page.js";
import { mendOf } from "./mends.js";
import { say } from "./words.js";

const SHAPES = { error: ["stop", "stops"], warning: ["soon", "warning"], assumed: ["soon", "warning"], ignored: ["soon", "warning"], advice: ["tip", "advice"] };
const CALM = 700;

export class Problems {
  constructor(place, address, modeler, changes, choose, marked) {
    Object.assign(this, { place, address, modeler, changes, choose, marked });
    this.turn = 0;
  }

  checkSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), CALM);
  }

  async check() {
    const turn = (this.turn += 1);
    const { xml } = await this.modeler.saveXML({ format: true });
    const answer = await fetch(this.address, { method: "POST", body: xml, headers: { "Content-Type": "application/xml", "X-CSRFToken": csrfToken(), Accept: "application/json" } }).catch(() => undefined);
    if (turn !== this.turn) return;
    if (!answer?.ok) { this.place.replaceChildren(element("p", { class: "u-pad u-muted" }, say("checkFailed"))); return; }
    this.show((await answer.json()).problems);
  }

  show(problems) {
    const count = (name) => problems.filter((each) => SHAPES[each.severity][1] === name).length;
    const stops = count("stops");
    const totals = [this.status(stops ? "stop" : "done", stops ? say("stopsCount", { n: stops }) : say("nothingStops"))];
    if (count("warning")) totals.push(this.status("soon", say("warningCount", { n: count("warning") })));
    if (count("advice")) totals.push(this.status("tip", say("adviceCount", { n: count("advice") })));
    const head = element("div", { class: "u-panel__h" }, element("h2", { tabindex: "-1" }, say("problems")), element("span", { class: "u-row u-small", role: "status" }, ...totals));
    const rows = problems.map((each) => this.row(each));
    const table = element("div", { class: "u-scroll", tabindex: "0", role: "region", "aria-label": say("problemList") }, element("table", { class: "u-table" }, element("tbody", {}, ...rows)));
    const wasHere = this.place.contains(document.activeElement);
    this.place.replaceChildren(head, ...(rows.length ? [table] : []));
    if (wasHere) (rows.length ? table : head.firstChild).focus();
    const registry = this.modeler.get("elementRegistry");
    const canvas = this.modeler.get("canvas");
    registry.forEach((each) => canvas.removeMarker(each, "is-problem"));
    const marks = new Map();
    for (const each of problems) {
      const shape = each.element_id && registry.get(each.element_id);
      if (!shape) continue;
      if (each.severity === "error") canvas.addMarker(shape, "is-problem");
      if (!marks.has(shape.id) || each.severity === "error") marks.set(shape.id, { shape: SHAPES[each.severity][0], word: say(SHAPES[each.severity][1]) });
    }
    this.marked(marks);
  }

  row(problem) {
    const [shape, key] = SHAPES[problem.severity];
    const thing = problem.element_id && this.modeler.get("elementRegistry").get(problem.element_id);
    const name = thing?.businessObject?.name || problem.element_id;
    const where = problem.line ? ` (${say("line", { n: problem.line })})` : "";
    const what = element("td", {}, ...(thing ? [element("button", { type: "button", class: "u-link-btn", onclick: () => this.choose(problem.element_id) }, name), " "] : []), problem.message, element("span", { class: "u-muted" }, where));
    const mend = mendOf(problem, thing, this.changes);
    if (mend) what.append(this.mending(mend, problem.element_id));
    return element("tr", {}, element("td", {}, this.status(shape, say(key))), what);
  }

  // What would be done is shown, with its step chosen in the drawing, before it is done.
  mending(mend, id) {
    const place = element("span", { class: "u-row u-small" });
    const link = (key, variant, onclick) => element("button", { type: "button", class: "ds-button", "data-variant": variant, "data-dense": true, onclick }, say(key));
    const offer = () => place.replaceChildren(link("mend", "tertiary", show));
    const show = () => {
      this.choose(id);
      place.replaceChildren(element("span", { role: "status" }, mend.sentence), link("mendDo", "secondary", apply), link("mendNot", "tertiary", () => { offer(); place.firstChild.focus(); }));
      place.children[1].focus();
    };
    const apply = () => {
      mend.apply();
      place.replaceChildren(element("span", { role: "status", tabindex: "-1" }, say("mendDone", { sentence: mend.sentence })));
      place.firstChild.focus();
    };
    offer();
    return place;
  }

  status(shape, text) { return element("span", { class: "u-status", "data-status": shape }, text); }
}
