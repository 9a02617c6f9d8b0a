// Drafts that save themselves: <form data-autosave="address"> posts its fields a moment after a change, at the latest after five seconds.
// The answer is JSON: {saved_at, now, revision, parts}: parts are elements by their ids. What cannot be sent (no contact, logged out, a conflict) is kept in this browser
// until it has been saved, so that a lost session or a closed window loses nothing.
import { csrfToken, element, say, serverNow, setServerNow, stored } from "./page.js";
import { clock, word } from "./words.js";

const CALM = 1200;
const LONGEST = 5000;
const RETRY = 10000;

export const startAutosave = () => document.querySelectorAll("form[data-autosave]").forEach((form) => new Draft(form));

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `utlysa-utkast:${form.dataset.owner ?? ""}:${form.dataset.autosave}`;
    this.place = document.querySelector("[data-saved]");
    this.offerKept();
    for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => { if (event.target.type !== "file") this.changed(); });
    form.addEventListener("submit", () => { clearTimeout(this.timer); this.submitted = true; });
    addEventListener("online", () => this.dirty && this.save());
    addEventListener("pagehide", () => { if (this.dirty && !this.submitted) this.keep(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.dirty) this.save(); });
  }

  changed() {
    if (this.stopped) { this.keep(); return; }
    this.dirty = true;
    this.since ??= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(CALM, this.since + LONGEST - Date.now())));
  }

  fields() {
    const data = new FormData(this.form);
    for (const input of this.form.querySelectorAll("input[type=file]")) data.delete(input.name);
    return data;
  }

  keep() {
    const fields = [...this.fields()].filter(([name]) => name !== "csrf_token" && name !== "revision");
    stored.set(this.key, JSON.stringify({ at: serverNow(), fields }));
  }

  async save() {
    if (this.saving) { this.again = true; return; }
    clearTimeout(this.timer);
    this.saving = true;
    this.dirty = false;
    this.since = undefined;
    this.show("active", word("saving"));
    let answer;
    try {
      answer = await fetch(this.form.dataset.autosave, { method: "POST", body: this.fields(), headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" }, redirect: "manual" });
    } catch {
      answer = undefined;
    }
    this.saving = false;
    await this.settle(answer);
    if (this.again) { this.again = false; this.save(); }
  }

  async settle(answer) {
    if (answer?.ok) {
      const { saved_at: savedAt, now, revision, parts } = await answer.json();
      if (now) setServerNow(now);
      const held = this.form.querySelector("input[name=revision]");
      if (held && revision !== undefined) held.value = revision;
      stored.drop(this.key);
      this.note();
      this.show("done", word("saved", { time: clock(new Date(savedAt)) }));
      for (const [id, html] of Object.entries(parts ?? {})) this.redrawPart(id, html);
      return;
    }
    this.dirty = true;
    this.keep();
    if (!answer || answer.status >= 500 || answer.status === 429) {
      this.trouble("soon", word("offline"));
      this.timer = setTimeout(() => this.save(), RETRY);
    } else if (answer.status === 409) {
      this.stopped = true;
      this.trouble("stop", word("conflict"), element("a", { href: location.href }, word("reload")));
    } else if (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status)) {
      this.trouble("stop", word("loggedOut"), element("a", { href: "/logga-in", target: "_blank", rel: "noopener" }, word("logIn")));
      this.timer = setTimeout(() => this.renew(), RETRY);
    } else {
      this.trouble("stop", word("refused"));
    }
  }

  // What the server says of the saved draft (how far it has come, its sums) takes the place of what it said before.
  redrawPart(id, html) {
    const place = document.getElementById(id);
    if (place && !place.contains(document.activeElement)) place.outerHTML = html;
  }

  // After a log-in in another tab this page's token is too old: the form's own page has a new one.
  async renew() {
    const answer = await fetch(location.href, { redirect: "manual" }).catch(() => undefined);
    if (answer?.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector('meta[name="csrf-token"]')?.content;
      if (token && page.querySelector(`form[data-autosave="${CSS.escape(this.form.dataset.autosave)}"]`)) {
        document.querySelector('meta[name="csrf-token"]').content = token;
        document.querySelectorAll("input[name=csrf_token]").forEach((each) => { each.value = token; });
        this.save();
        return;
      }
    }
    this.timer = setTimeout(() => this.renew(), RETRY);
  }

  show(shape, text) {
    if (!this.place) return;
    this.place.replaceChildren(element("span", { class: "u-status", "data-status": shape }, text));
  }

  trouble(shape, text, ...more) {
    this.show(shape === "stop" ? "stop" : "soon", word("offline").split(".")[0]);
    this.note(shape, text, ...more);
    say(text);
  }

  note(shape, text, ...more) {
    this.box?.remove();
    this.box = undefined;
    if (!shape) return;
    this.box = element("div", { class: "u-note u-shape", "data-status": shape }, element("div", {}, element("p", {}, text), ...more));
    this.form.prepend(this.box);
  }

  offerKept() {
    const kept = JSON.parse(stored.get(this.key) ?? "null");
    if (!kept) return;
    const bring = element("button", { type: "button", class: "u-link-btn", onclick: () => this.restore(kept.fields) }, word("restore"));
    const drop = element("button", { type: "button", class: "u-link-btn", onclick: () => { stored.drop(this.key); this.note(); } }, word("discard"));
    this.note("soon", word("kept", { when: clock(new Date(kept.at)) }), element("p", { class: "u-row" }, bring, drop));
  }

  restore(fields) {
    const values = new Map();
    for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
    for (const control of this.form.elements) {
      if (!control.name || control.type === "hidden" || control.type === "file" || control.type === "submit") continue;
      const held = values.get(control.name) ?? [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = held.includes(control.value);
      else if (held.length) control.value = held.shift();
    }
    this.note("done", word("restored"));
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
    this.changed();
  }
}
