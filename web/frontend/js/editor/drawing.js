// The drawing tool: bpmn-js with our own words, our own properties, and without its palette of symbols.
import Modeler from "bpmn-js/lib/Modeler";
import moddle from "./moddle.json";
import { LOOKS } from "../diagram/looks.js";
import { say, translation } from "./words.js";

class NoPalette {}

// Beside a chosen step: only to connect and to remove; all else is in the panel, in words.
class StepPad {
  constructor(contextPad, connect, modeling, rules) {
    Object.assign(this, { connect, modeling, rules });
    contextPad.registerProvider(this);
  }

  getContextPadEntries(element) {
    const entries = {};
    if (element.businessObject?.$instanceOf("bpmn:FlowNode")) {
      const start = (event) => this.connect.start(event, element);
      entries.connect = { group: "connect", html: `<div class="entry u-pad-entry">${say("connect")}</div>`, title: say("connect"), action: { click: start, dragstart: start } };
    }
    if (this.rules.allowed("elements.delete", { elements: [element] })) {
      entries.remove = { group: "edit", html: `<div class="entry u-pad-entry">${say("remove")}</div>`, title: say("remove"), action: { click: () => this.modeling.removeElements([element]) } };
    }
    return entries;
  }
}
StepPad.$inject = ["contextPad", "connect", "modeling", "rules"];

const ours = {
  __init__: ["stepPad"],
  paletteProvider: ["type", NoPalette],
  contextPadProvider: ["value", null],
  stepPad: ["type", StepPad],
};

export const openDrawing = (canvas) => new Modeler({ container: canvas, moddleExtensions: { utlysa: moddle }, additionalModules: [translation, ours], ...LOOKS });
