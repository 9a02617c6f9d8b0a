// What can be said of the chosen step, in plain words: the step, who, time, form, common changes.
import { element } from "../page.js";
import { englishOf, timerOf, timerText } from "./changes.js";
import { kindWord, say } from "./words.js";

const DAYS = /^(\d+) working days?$/;
let serial = 0;

export class Panel {
  constructor(place, { roles, forms, steps, previews }, modeler, changes, act) {
    Object.assign(this, { place, roles, forms, previews, steps, changes, act, registry: modeler.get("elementRegistry") });
    place.addEventListener("submit", (event) => event.preventDefault());
  }

  // The same step with the same fields keeps its fields: a value that is being written in one of them is not lost.
  show(step) {
    const next = element("div", {}, ...(step ? this.parts(step) : [element("p", { class: "u-pad u-muted" }, say("choose"))]));
    const now = fieldsOf(this.place);
    const fresh = fieldsOf(next);
    if (step && step === this.step && now.size === fresh.size && [...fresh.keys()].every((key) => now.has(key))) {
      for (const [key, field] of now) if (field !== document.activeElement && "value" in field) { field.value = fresh.get(key).value; field.checked = fresh.get(key).checked; }
      return;
    }
    this.step = step;
    const focus = this.place.contains(document.activeElement) ? document.activeElement.dataset.field : null;
    this.place.replaceChildren(...next.childNodes);
    if (focus) fieldsOf(this.place).get(focus)?.focus();
  }

  parts(step) {
    const thing = step.businessObject;
    const parts = [element("div", { class: "u-tool u-spread" }, element("strong", {}, kindWord(thing))), this.naming(step, thing)];
    if (thing.$type === "bpmn:Lane") parts.push(this.section("who", this.select(step, "laneRole", thing.get("utlysa:role"), this.roles, (value) => this.changes.setOwn(step, "role", value))));
    if (isPersons(thing)) parts.push(this.who(step, thing), this.time(step, thing), this.form(step, thing));
    if (thing.$type === "bpmn:SequenceFlow") parts.push(this.way(step, thing));
    if (thing.$instanceOf("bpmn:Gateway") && !thing.$instanceOf("bpmn:ParallelGateway") && !thing.$instanceOf("bpmn:EventBasedGateway") && (step.outgoing ?? []).length > 1) parts.push(this.section("ways", ...step.outgoing.map((each) => this.wayOf(each))));
    if (timerOf(thing)) parts.push(this.section("time", this.text(step, "waitsFor", timerText(thing), (value) => this.changes.setTimer(step, value))));
    if (thing.$instanceOf("bpmn:FlowNode")) parts.push(this.common(step, thing));
    parts.push(this.technical(step, thing));
    return parts;
  }

  naming(step, thing) {
    const fields = [this.text(step, "name", thing.name ?? "", (value) => this.changes.set(step, { name: value }))];
    if (thing.$instanceOf("bpmn:FlowNode") || thing.$type === "bpmn:Lane") fields.push(this.text(step, "nameEn", englishOf(thing), (value) => this.changes.setEnglish(step, value)));
    if (isPersons(thing)) fields.push(this.text(step, "preview", thing.get("utlysa:preview") ?? "", (value) => this.changes.setOwn(step, "preview", value), { list: this.previews }));
    return this.section("step", ...fields);
  }

  who(step, thing) {
    const others = this.steps().filter((each) => each.id !== step.id && isPersons(each.businessObject)).map((each) => ({ value: each.id, label: each.businessObject.name || each.id }));
    const decision = element("input", { type: "checkbox", class: "u-box", "data-field": `decision-${step.id}` });
    decision.checked = thing.get("utlysa:decision") === "true";
    decision.addEventListener("change", () => this.changes.setOwn(step, "decision", decision.checked ? "true" : ""));
    return this.section("who", this.select(step, "role", thing.get("utlysa:role"), this.roles, (value) => this.changes.setOwn(step, "role", value), "laneRole"), this.select(step, "notPerformer", thing.get("utlysa:notPerformerOf"), others, (value) => this.changes.setOwn(step, "notPerformerOf", value), "anyone"), element("label", { class: "u-opt" }, decision, element("span", {}, say("decision"))));
  }

  time(step, thing) {
    const due = thing.get("utlysa:due") ?? "";
    const days = DAYS.exec(due);
    const write = (value) => this.changes.setOwn(step, "due", /^\d+$/.test(value) ? `${value} working day${value === "1" ? "" : "s"}` : value);
    const field = due && !days ? this.text(step, "dueOther", due, write, { hint: "dueHint" }) : this.days(step, days?.[1] ?? "", write);
    return this.section("time", field, this.text(step, "reminders", thing.get("utlysa:reminders") ?? "", (value) => this.changes.setOwn(step, "reminders", value), { hint: "remindersHint" }), this.select(step, "escalate", thing.get("utlysa:escalateTo"), this.roles, (value) => this.changes.setOwn(step, "escalateTo", value), "nobody"));
  }

  days(step, value, write) {
    const id = `falt-${(serial += 1)}`;
    const input = element("input", { class: "ds-input u-w-4", id, value, inputmode: "numeric", "data-field": `due-${step.id}` });
    input.addEventListener("change", () => write(input.value.trim()));
    return element("div", { class: "u-inline" }, element("label", { for: id }, say("due")), input, element("span", {}, say("days")));
  }

  form(step, thing) {
    const chosen = thing.get("utlysa:form");
    const link = this.forms.find((each) => each.value === chosen)?.url;
    const parts = [this.select(step, "form", chosen, this.forms, (value) => this.changes.setOwn(step, "form", value), "noForm")];
    if (link) parts.push(element("p", {}, element("a", { href: link }, say("openForm"))));
    return this.section("formTitle", ...parts);
  }

  way(step, thing) { return this.section("ways", ...this.conditionFields(step, thing)); }

  wayOf(way) {
    const title = `${way.businessObject.name ?? ""} → ${way.target?.businessObject?.name ?? ""}`.trim();
    return element("fieldset", { class: "u-stack", "data-gap": "1" }, element("legend", { class: "u-small" }, title), ...this.conditionFields(way, way.businessObject));
  }

  conditionFields(way, thing) {
    const otherwise = way.source?.businessObject?.default === thing;
    const box = element("input", { type: "checkbox", class: "u-box", "data-field": `otherwise-${way.id}` });
    box.checked = otherwise;
    box.addEventListener("change", () => this.changes.setDefault(way, box.checked));
    const fields = [element("label", { class: "u-opt" }, box, element("span", {}, say("otherwise")))];
    if (!otherwise) fields.unshift(this.text(way, "condition", thing.conditionExpression?.body ?? "", (value) => this.changes.setCondition(way, value)));
    return fields;
  }

  common(step, thing) {
    const twice = thing.loopCharacteristics;
    const actions = [];
    if (isPersons(thing)) actions.push([twice ? "onePerson" : "twoPeople", () => this.changes.setPeople(step, twice ? 1 : 2)]);
    if (!thing.$instanceOf("bpmn:EndEvent")) actions.push(["after", () => this.act.added(this.changes.add("task", step))]);
    if (thing.$instanceOf("bpmn:Activity") && step.incoming?.length === 1 && step.outgoing?.length === 1) actions.push(["beside", () => this.act.added(this.changes.addBeside(step))]);
    actions.push(["remove", () => { this.changes.remove(step); this.act.removed(); }]);
    return this.section("changes", element("ul", { class: "u-links" }, ...actions.map(([key, run]) => element("li", {}, element("button", { type: "button", class: `u-link-btn${key === "remove" ? " u-bad-text" : ""}`, "data-field": `${key}-${step.id}`, onclick: run }, say(key))))));
  }

  technical(step, thing) {
    const facts = [[say("id"), step.id], [say("kind"), thing.$type.replace("bpmn:", "")]];
    if (thing.get?.("utlysa:operation")) facts.push([say("operation"), thing.get("utlysa:operation")]);
    return element("details", { class: "u-prop" }, element("summary", {}, say("technical")), element("dl", { class: "u-facts u-small u-mt-2" }, ...facts.flatMap(([term, value]) => [element("dt", {}, term), element("dd", { class: "u-anywhere" }, value)])));
  }

  section(key, ...fields) { return element("div", { class: "u-prop" }, element("h3", {}, say(key)), ...fields); }

  text(step, key, value, write, { hint, list } = {}) {
    const id = `falt-${(serial += 1)}`;
    const input = element("input", { class: "ds-input", id, value, "data-field": `${key}-${step.id}`, "aria-describedby": hint ? `${id}-hint` : null, list: list?.length ? `${id}-val` : null });
    input.addEventListener("change", () => write(input.value.trim()));
    const parts = [element("label", { for: id }, say(key)), input];
    if (hint) parts.push(element("p", { class: "u-hint", id: `${id}-hint` }, say(hint)));
    if (list?.length) parts.push(element("datalist", { id: `${id}-val` }, ...list.map((each) => element("option", { value: each }))));
    return element("div", { class: "u-field" }, ...parts);
  }

  select(step, key, value, options, write, empty = "nobody") {
    const id = `falt-${(serial += 1)}`;
    const known = options.some((each) => each.value === value) || !value ? options : [...options, { value, label: value }];
    const select = element("select", { class: "ds-input", id, "data-field": `${key}-${step.id}` }, element("option", { value: "" }, say(empty)), ...known.map((each) => element("option", { value: each.value }, each.label)));
    select.value = value ?? "";
    select.addEventListener("change", () => write(select.value));
    return element("div", { class: "u-field" }, element("label", { for: id }, say(key)), select);
  }
}

const isPersons = (thing) => thing.$type === "bpmn:UserTask" || thing.$type === "bpmn:ManualTask";
const fieldsOf = (place) => new Map([...place.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field]));
