// The changes that process owners make, each one undoable as a whole.
import { isAny } from "bpmn-js/lib/util/ModelUtil";
import { say } from "./words.js";

const SIZES = { "bpmn:ExclusiveGateway": [50, 50], "bpmn:ParallelGateway": [50, 50], "bpmn:IntermediateCatchEvent": [36, 36] };
const ROOM = 150;
const BESIDE = 120;

export const STEPS = {
  task: { type: "bpmn:UserTask", name: "newTask", glyph: "" },
  rule: { type: "bpmn:BusinessRuleTask", name: "newRule", glyph: "rule" },
  choice: { type: "bpmn:ExclusiveGateway", name: "newChoice", glyph: "xor" },
  wait: { type: "bpmn:IntermediateCatchEvent", name: "newWait", glyph: "event", options: { eventDefinitionType: "bpmn:TimerEventDefinition" } },
  together: { type: "bpmn:ParallelGateway", name: "newTogether", glyph: "" },
};

export class Changes {
  constructor(modeler) {
    for (const name of ["modeling", "elementFactory", "elementRegistry", "spaceTool", "moddle", "commandStack", "create", "canvas"]) this[name] = modeler.get(name);
    this.commandStack.registerHandler("utlysa.several", Several);
  }

  // Several changes as one: undone by one press.
  asOne(work) {
    let result;
    this.commandStack.execute("utlysa.several", { work: () => { result = work(); } });
    return result;
  }

  make(kind) {
    const { type, name, options = {} } = STEPS[kind];
    const shape = this.elementFactory.createShape({ type, ...options });
    if (say(name)) shape.businessObject.name = say(name);
    return shape;
  }

  // After the chosen step where it has one way on; else the new step follows the pointer until it is put down.
  add(kind, chosen, event) {
    const way = chosen && onlyWay(chosen);
    if (way) return this.addOn(way, kind);
    if (chosen && canLead(chosen)) return this.asOne(() => this.modeling.appendShape(chosen, this.make(kind), { x: chosen.x + chosen.width + ROOM, y: middle(chosen).y }));
    if (event) this.create.start(event, this.make(kind));
    return undefined;
  }

  addOn(way, kind) {
    return this.asOne(() => {
      this.makeRoom(way.source.x + way.source.width + 5);
      const from = middle(way.source);
      const [width] = SIZES[STEPS[kind].type] ?? [100, 80];
      const start = way.source.x + way.source.width;
      const spot = { x: Math.round((start + Math.max(start + ROOM, way.target.x)) / 2) - (width > 60 ? 0 : 10), y: from.y };
      const shape = this.modeling.createShape(this.make(kind), spot, way);
      this.leadAround(shape);
      return shape;
    });
  }

  // A way that would run through the new step is drawn anew.
  leadAround(shape) {
    const crosses = (way) => way.source !== shape && way.target !== shape && way.waypoints.slice(1).some((point, index) => meets(way.waypoints[index], point, shape));
    this.elementRegistry.filter((each) => each.waypoints && crosses(each)).forEach((way) => this.modeling.layoutConnection(way, { waypoints: [] }));
  }

  // The same time: a fork before the step, a join after it, and a new task under it.
  addBeside(step) {
    const before = step.incoming.length === 1 && step.incoming[0];
    const after = onlyWay(step);
    if (!before || !after) return undefined;
    return this.asOne(() => {
      const fork = this.addOn(before, "together");
      const join = this.addOn(onlyWay(step), "together");
      const spot = { x: middle(step).x, y: step.y + step.height + BESIDE - 40 };
      const task = this.modeling.createShape(this.make("task"), spot, step.parent);
      this.modeling.connect(fork, task);
      this.modeling.connect(task, join);
      return task;
    });
  }

  makeRoom(fromX) {
    const shapes = this.elementRegistry.filter((each) => !each.waypoints && each.parent);
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(shapes, "x", ROOM, fromX);
    this.spaceTool.makeSpace(movingShapes, resizingShapes, { x: ROOM, y: 0 }, "e", fromX);
  }

  set(step, properties) { this.modeling.updateProperties(step, properties); }

  // An empty value takes the property away.
  setOwn(step, name, value) { this.set(step, { [`utlysa:${name}`]: value || undefined }); }

  setEnglish(step, value) {
    const thing = step.businessObject;
    const holder = thing.extensionElements ?? this.moddle.create("bpmn:ExtensionElements", { values: [] });
    const others = (holder.values ?? []).filter((each) => !isEnglish(each));
    const own = value ? [this.moddle.create("utlysa:Text", { lang: "en", body: value })] : [];
    const next = this.moddle.create("bpmn:ExtensionElements", { values: [...others, ...own] });
    next.values.forEach((each) => { each.$parent = next; });
    next.$parent = thing;
    this.set(step, { extensionElements: next.values.length ? next : undefined });
  }

  setCondition(way, text) {
    const expression = text ? this.moddle.create("bpmn:FormalExpression", { body: text }) : undefined;
    if (expression) expression.$parent = way.businessObject;
    this.set(way, { conditionExpression: expression });
  }

  setDefault(way, is) { this.set(way.source, { default: is ? way.businessObject : undefined }); }

  setPeople(step, count) {
    const loop = count > 1 ? this.moddle.create("bpmn:MultiInstanceLoopCharacteristics") : undefined;
    if (loop) {
      loop.loopCardinality = this.moddle.create("bpmn:FormalExpression", { body: `=${count}` });
      loop.loopCardinality.$parent = loop;
      loop.$parent = step.businessObject;
    }
    this.set(step, { loopCharacteristics: loop });
  }

  setTimer(step, text) {
    const definition = timerOf(step.businessObject);
    const kind = ["timeDate", "timeDuration", "timeCycle"].find((each) => definition[each]) ?? (text.startsWith("P") ? "timeDuration" : "timeDate");
    const expression = text ? this.moddle.create("bpmn:FormalExpression", { body: text }) : undefined;
    if (expression) expression.$parent = definition;
    this.modeling.updateModdleProperties(step, definition, { [kind]: expression });
  }

  remove(step) { this.modeling.removeElements([step]); }
}

class Several {
  preExecute(context) { context.work(); }
}

const middle = (shape) => ({ x: Math.round(shape.x + shape.width / 2), y: Math.round(shape.y + shape.height / 2) });
const meets = (a, b, box) => Math.max(a.x, b.x) > box.x && Math.min(a.x, b.x) < box.x + box.width && Math.max(a.y, b.y) > box.y && Math.min(a.y, b.y) < box.y + box.height;
const canLead = (shape) => isAny(shape, ["bpmn:FlowNode"]) && !isAny(shape, ["bpmn:EndEvent"]);
export const onlyWay = (shape) => {
  const ways = (shape.outgoing ?? []).filter((each) => each.type === "bpmn:SequenceFlow");
  return ways.length === 1 ? ways[0] : undefined;
};
export const timerOf = (thing) => thing.eventDefinitions?.find((each) => each.$type === "bpmn:TimerEventDefinition");
export const timerText = (thing) => {
  const timer = timerOf(thing);
  return (timer?.timeDate ?? timer?.timeDuration ?? timer?.timeCycle)?.body ?? "";
};
const isEnglish = (each) => /^utlysa:text$/i.test(each.$type) && each.lang === "en";
export const englishOf = (thing) => {
  const found = thing.extensionElements?.values?.find(isEnglish);
  return found?.body ?? found?.$body ?? "";
};
