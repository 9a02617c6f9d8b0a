// The editor's own sentences; no word of BPMN among them.
const swedish = {
  task: "Uppgift", rule: "Regel", choice: "Vägval", wait: "Vänta på", together: "Samtidigt", add: "Lägg till",
  newTask: "Ny uppgift", newRule: "Ny regel", newChoice: "Nytt vägval?", newWait: "Ny väntan", newTogether: "",
  kindTask: "Uppgift för en person", kindRule: "Regel", kindChoice: "Vägval", kindWait: "Väntan", kindTogether: "Samtidigt", kindAutomatic: "Automatiskt steg", kindStart: "Början", kindEnd: "Slut", kindCall: "Egen process", kindFlow: "Väg", kindLane: "Rollens bana", kindProcess: "Processen", kindOther: "Steg",
  step: "Steget", who: "Vem", time: "Tid", formTitle: "Formulär", changes: "Vanliga ändringar", technical: "Tekniska uppgifter", ways: "Vägar härifrån", condition: "Gäller när (villkor)", otherwise: "Annars hit", waitsFor: "Väntar till eller i",
  name: "Namn", nameEn: "Namn på engelska", preview: "Sökanden ser det som", role: "Roll", laneRole: "Banans roll", notPerformer: "Inte samma person som", anyone: "Vem som helst med rollen", due: "Klar inom", dueHint: "Till exempel 5 working days, 14 days eller en formel efter =", days: "arbetsdagar", dueOther: "Annan tid", reminders: "Påminn före", remindersHint: "Dagar före, åtskilda med komma: -7 days, -1 working day at 09:00", escalate: "Blir den sen, säg till", nobody: "Ingen", form: "Formulär", noForm: "Inget formulär", openForm: "Öppna formuläret", decision: "Är ett beslut som en person fattar",
  twoPeople: "Låt två personer göra detta", onePerson: "Låt en person göra detta", after: "Lägg ett steg efter", beside: "Lägg ett steg bredvid", remove: "Ta bort steget", connect: "Koppla till …",
  id: "Id", kind: "Slag", operation: "Funktion", choose: "Välj ett steg i ritningen eller i listan.", noLane: "Utan roll",
  problems: "Att rätta till", problemList: "Lista över det som är att rätta", noProblems: "Inget att rätta till", stops: "Stoppar", warning: "Varning", advice: "Råd", nothingStops: "Inget stoppar publicering", stopsCount: ["{n} stoppar", "{n} stoppar"], warningCount: ["{n} varning", "{n} varningar"], adviceCount: ["{n} råd", "{n} råd"], line: "rad {n}", mend: "Rätta", mendDo: "Gör så", mendNot: "Avbryt", mendDone: "Rättat: {sentence} Ångra tar tillbaka det.", mendDefault: "Vägen ”{name}” blir den som gäller annars.", mendCondition: "Villkoret på vägen ”{name}” tas bort.", mendWay: "Vägen ”{name}” tas bort.", mendGateway: "Vägvalet ”{name}” tas bort och vägarna kopplas ihop.", mendStep: "Steget ”{name}” tas bort.", mendInterrupt: "”{name}” blir avbrytande.", mendImmediate: "isImmediate tas bort från vägen ”{name}”.", checking: "Granskar …", checkFailed: "Granskningen gick inte att göra. Försök igen.",
  outline: "Steg i ordning", saved: "Version {version} är sparad", conflict: "Någon har sparat en nyare version. Ladda ner din ritning, ladda om sidan och gör om ändringen.", refused: "Ritningen är inte sparad. Rätta det som stoppar.", lost: "Ritningen gick inte att spara. Inget är förlorat. Försök igen.", unsaved: "Ändringar som inte är sparade", download: "Ladda ner ritningen", kept: "Det finns en ritning som inte sparades.", restore: "Hämta tillbaka den", discard: "Kasta den", failed: "Ritningen kunde inte öppnas.",
};
const english = {
  task: "Task", rule: "Rule", choice: "Choice", wait: "Wait for", together: "At the same time", add: "Add",
  newTask: "New task", newRule: "New rule", newChoice: "New choice?", newWait: "New wait", newTogether: "",
  kindTask: "Task for a person", kindRule: "Rule", kindChoice: "Choice", kindWait: "Wait", kindTogether: "At the same time", kindAutomatic: "Automatic step", kindStart: "Beginning", kindEnd: "End", kindCall: "Process of its own", kindFlow: "Way", kindLane: "Lane of a role", kindProcess: "The process", kindOther: "Step",
  step: "The step", who: "Who", time: "Time", formTitle: "Form", changes: "Common changes", technical: "Technical details", ways: "Ways from here", condition: "Holds when (condition)", otherwise: "Otherwise here", waitsFor: "Waits until or for",
  name: "Name", nameEn: "Name in English", preview: "The applicant sees it as", role: "Role", laneRole: "Role of the lane", notPerformer: "Not the same person as", anyone: "Anyone with the role", due: "Done within", dueHint: "For example 5 working days, 14 days or a formula after =", days: "working days", dueOther: "Other time", reminders: "Remind before", remindersHint: "Days before, separated by commas: -7 days, -1 working day at 09:00", escalate: "If late, tell", nobody: "Nobody", form: "Form", noForm: "No form", openForm: "Open the form", decision: "Is a decision that a person takes",
  twoPeople: "Let two people do this", onePerson: "Let one person do this", after: "Add a step after", beside: "Add a step beside", remove: "Remove the step", connect: "Connect to …",
  id: "Id", kind: "Kind", operation: "Function", choose: "Choose a step in the drawing or in the list.", noLane: "Without a role",
  problems: "To correct", problemList: "List of what is to correct", noProblems: "Nothing to correct", stops: "Stops", warning: "Warning", advice: "Advice", nothingStops: "Nothing stops publication", stopsCount: ["{n} stops", "{n} stop"], warningCount: ["{n} warning", "{n} warnings"], adviceCount: ["{n} piece of advice", "{n} pieces of advice"], line: "line {n}", mend: "Mend", mendDo: "Do so", mendNot: "Cancel", mendDone: "Mended: {sentence} Undo takes it back.", mendDefault: "The way “{name}” becomes the one that holds otherwise.", mendCondition: "The condition on the way “{name}” is removed.", mendWay: "The way “{name}” is removed.", mendGateway: "The choice “{name}” is removed and its ways are joined.", mendStep: "The step “{name}” is removed.", mendInterrupt: "“{name}” becomes interrupting.", mendImmediate: "isImmediate is removed from the way “{name}”.", checking: "Checking …", checkFailed: "It could not be checked. Try again.",
  outline: "Steps in order", saved: "Version {version} is saved", conflict: "Somebody has saved a newer version. Download your drawing, reload the page and make the change again.", refused: "The drawing is not saved. Correct what stops it.", lost: "The drawing could not be saved. Nothing is lost. Try again.", unsaved: "Changes that are not saved", download: "Download the drawing", kept: "There is a drawing that was not saved.", restore: "Bring it back", discard: "Throw it away", failed: "The drawing could not be opened.",
};
const table = document.documentElement.lang === "en" ? english : swedish;

export const say = (key, values = {}) => {
  const entry = table[key];
  const sentence = Array.isArray(entry) ? entry[values.n === 1 ? 0 : 1] : entry;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
};

const KINDS = [
  ["bpmn:UserTask", "kindTask", ""], ["bpmn:ManualTask", "kindTask", ""], ["bpmn:BusinessRuleTask", "kindRule", "rule"], ["bpmn:ParallelGateway", "kindTogether", "xor"], ["bpmn:Gateway", "kindChoice", "xor"],
  ["bpmn:StartEvent", "kindStart", "event"], ["bpmn:EndEvent", "kindEnd", "event"], ["bpmn:Event", "kindWait", "event"], ["bpmn:ReceiveTask", "kindWait", "event"], ["bpmn:CallActivity", "kindCall", ""], ["bpmn:SubProcess", "kindOther", ""], ["bpmn:Task", "kindAutomatic", "rule"],
  ["bpmn:SequenceFlow", "kindFlow", ""], ["bpmn:Lane", "kindLane", ""], ["bpmn:Participant", "kindProcess", ""], ["bpmn:Process", "kindProcess", ""], ["bpmn:Collaboration", "kindProcess", ""],
];
const kindOf = (thing) => KINDS.find(([type]) => thing.$instanceOf(type)) ?? [null, "kindOther", ""];
export const kindWord = (thing) => say(kindOf(thing)[1]);
export const glyph = (thing) => kindOf(thing)[2];

// What the drawing tool itself may say, in the same language; anything else stays as it is.
const drawing = { "Flow elements must be children of pools/participants": "Steg måste ligga i processens ruta.", "Activate hand tool": "Flytta vyn", "Search in diagram": "Sök i ritningen" };
const translate = (template, replacements = {}) => ((table === swedish && drawing[template]) || template).replace(/\{([^}]+)\}/g, (_, name) => replacements[name] ?? `{${name}}`);
export const translation = { translate: ["value", translate] };
