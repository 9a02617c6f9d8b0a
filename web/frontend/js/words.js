// The few sentences that scripts say, in the page's language.
const swedish = {
  saved: "Sparat kl. {time}",
  saving: "Sparar …",
  offline: "Ingen kontakt med servern. Det du skriver sparas på den här datorn och skickas när kontakten är tillbaka.",
  loggedOut: "Du är utloggad. Det du skrev finns kvar på den här datorn. Logga in i en ny flik och fortsätt sedan här.",
  logIn: "Logga in i en ny flik",
  conflict: "Någon annan har sparat under tiden. Ladda om sidan för att se deras version. Det du skrev finns kvar på den här datorn.",
  reload: "Ladda om sidan",
  refused: "Det gick inte att spara. Det du skrev finns kvar på den här datorn.",
  kept: "Det finns text som inte hann sparas, från {when}.",
  restore: "Hämta tillbaka den",
  discard: "Kasta den",
  restored: "Texten är tillbaka. Den sparas strax.",
  left: "{time} kvar",
  over: "Tiden är ute",
  day: ["dag", "dagar"], hour: ["timme", "timmar"], minute: ["minut", "minuter"], second: ["sekund", "sekunder"],
  marked: ["{n} markerad", "{n} markerade"],
  charsLeft: ["{n} tecken kvar", "{n} tecken kvar"],
  charsOver: ["{n} tecken för mycket", "{n} tecken för mycket"],
  keys: "Tangenter",
  keySearch: "Sök", keyMove: "Nästa och förra raden", keyMark: "Markera raden", keyOpen: "Öppna raden", keyHelp: "Visa den här listan",
  keysOn: "Använd tangenterna", close: "Stäng",
  diagramCredit: "Diagrammet ritas med bpmn-js från bpmn.io",
  diagramFailed: "Ritningen kunde inte visas. Stegen står i listan.",
};
const english = {
  saved: "Saved at {time}",
  saving: "Saving …",
  offline: "No contact with the server. What you write is kept on this computer and sent when contact is back.",
  loggedOut: "You are logged out. What you wrote is kept on this computer. Log in in a new tab, then go on here.",
  logIn: "Log in in a new tab",
  conflict: "Somebody else has saved in the meantime. Reload the page to see their version. What you wrote is kept on this computer.",
  reload: "Reload the page",
  refused: "It could not be saved. What you wrote is kept on this computer.",
  kept: "There is text that was not saved in time, from {when}.",
  restore: "Bring it back",
  discard: "Throw it away",
  restored: "The text is back. It will be saved shortly.",
  left: "{time} left",
  over: "Time is up",
  day: ["day", "days"], hour: ["hour", "hours"], minute: ["minute", "minutes"], second: ["second", "seconds"],
  marked: ["{n} selected", "{n} selected"],
  charsLeft: ["{n} character left", "{n} characters left"],
  charsOver: ["{n} character too many", "{n} characters too many"],
  keys: "Keys",
  keySearch: "Search", keyMove: "Next and previous row", keyMark: "Select the row", keyOpen: "Open the row", keyHelp: "Show this list",
  keysOn: "Use the keys", close: "Close",
  diagramCredit: "The diagram is drawn with bpmn-js by bpmn.io",
  diagramFailed: "The drawing could not be shown. The steps are in the list.",
};
const table = document.documentElement.lang === "en" ? english : swedish;
const mark = document.documentElement.lang === "en" ? ":" : ".";

export const word = (key, values = {}) => {
  const entry = table[key];
  const sentence = Array.isArray(entry) ? entry[values.n === 1 ? 0 : 1] : entry;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number(values[name]) : values[name]));
};
export const counted = (key, n) => `${n}\u00a0${table[key][n === 1 ? 0 : 1]}`;
export const number = (value) => new Intl.NumberFormat(document.documentElement.lang === "en" ? "en-GB" : "sv-SE", { maximumFractionDigits: 2 }).format(value);
export const clock = (at) => {
  const zone = document.documentElement.dataset.zone || undefined;
  return new Intl.DateTimeFormat("sv-SE", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: zone }).format(at).replaceAll(":", mark);
};
