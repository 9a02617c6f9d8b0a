// Forms that ask more depending on the answers, and rows that come and go, without losing the place on the page.
// The server draws: the form is posted with the pressed button (or _redraw), and the answer's own form takes its place.
import { startCounters } from "./focus.js";
import { csrfToken } from "./page.js";

const FORM = "[data-form]";

const place = (element) => (element?.id ? `#${CSS.escape(element.id)}` : element?.name ? `[name="${CSS.escape(element.name)}"]${element.value ? `[value="${CSS.escape(element.value)}"]` : ""}` : null);

const ASKS_MORE = "select, input[type=radio], input[type=checkbox], input[type=date], input[type=time], input[type=datetime-local]";
let turns = 0;

const redraw = async (form, name, value) => {
  const turn = ++turns;
  const body = new FormData(form);
  body.set(name, value);
  const focus = place(document.activeElement);
  form.setAttribute("aria-busy", "true");
  const answer = await fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" }).catch(() => undefined);
  form.removeAttribute("aria-busy");
  if (!answer?.ok) return false;
  // A later answer is on its way: it knows all that this one does.
  if (name === "_redraw" && turn !== turns) return true;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector(FORM);
  const now = form.querySelector(FORM);
  if (!next || !now) return false;
  for (const chosen of now.querySelectorAll("input[type=file]")) {
    if (chosen.files.length && name === "_redraw") next.querySelector(`#${CSS.escape(chosen.id)}`)?.replaceWith(chosen);
  }
  if (!value.startsWith("remove ")) keepWritten(now, next, body);
  now.replaceWith(document.adoptNode(next));
  prepare(next);
  startCounters(next);
  const target = name === "_row" ? placeAfter(next, value) : focus && form.querySelector(focus);
  target?.focus({ preventScroll: true });
  form.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
};

// What was written since the form was sent stays: the answer does not know of it.
const keepWritten = (now, next, sent) => {
  for (const control of now.querySelectorAll("select, textarea, input:not([type=file], [type=hidden], [type=radio], [type=checkbox])")) {
    const drawn = control.name && next.querySelector(`[name="${CSS.escape(control.name)}"]`);
    if (drawn && control.value !== sent.get(control.name)) drawn.value = control.value;
  }
};

// After a row button: the first field of the new row, else the list itself.
const placeAfter = (drawn, command) => {
  const [what, list] = command.split(" ");
  if (what !== "add") return drawn.querySelector(`#fld-${CSS.escape(list)}`);
  return [...drawn.querySelectorAll(`[id^="fld-${CSS.escape(list)}-"]`)].filter((each) => each.matches("input, select, textarea")).filter((each, _, all) => rowOf(each, list) === rowOf(all.at(-1), list))[0];
};
const rowOf = (control, list) => control.id.slice(`fld-${list}-`.length).split("-")[0];

const prepare = (drawn) => drawn.querySelectorAll("[data-redraw]").forEach((each) => { each.hidden = true; });

export const startForms = () => {
  document.querySelectorAll(FORM).forEach(prepare);
  document.addEventListener("change", (event) => {
    const drawn = event.target.closest?.(`${FORM}[data-conditional]`);
    if (drawn && event.target.matches(ASKS_MORE)) redraw(drawn.closest("form"), "_redraw", "1");
  });
  document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.name !== "_row" || !event.target.querySelector(FORM)) return;
    event.preventDefault();
    if (!(await redraw(event.target, "_row", button.value))) event.target.submit();
  });
};
