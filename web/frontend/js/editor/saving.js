// Saves the drawing as a new version. What cannot be saved is kept: in the page, and in this browser until it has been saved.
// The answer is JSON: 200 {version, url}, 422 {problems}, 409 for a newer version.
import { csrfToken, element, stored } from "../page.js";
import { say } from "./words.js";

export class Saving {
  constructor(root, modeler, showProblems) {
    Object.assign(this, { root, modeler, showProblems });
    this.key = `utlysa-ritning:${root.dataset.save}`;
    this.form = document.querySelector("form[data-editor-save]");
    this.state = document.querySelector("[data-editor-state]");
    this.form?.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    addEventListener("beforeunload", (event) => { if (this.isChanged) event.preventDefault(); });
  }

  changed() {
    this.isChanged = true;
    this.show("changed", say("unsaved"));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 1000);
  }

  async keep() {
    const { xml } = await this.modeler.saveXML({ format: true });
    stored.set(this.key, JSON.stringify({ xml, base: this.root.dataset.baseVersion }));
  }

  async offerKept() {
    const kept = JSON.parse(stored.get(this.key) ?? "null");
    if (!kept || kept.base !== this.root.dataset.baseVersion || !this.form) return;
    const restore = element("button", { type: "button", class: "u-link-btn", onclick: async () => { await this.modeler.importXML(kept.xml); this.note(); this.changed(); } }, say("restore"));
    const discard = element("button", { type: "button", class: "u-link-btn", onclick: () => { stored.drop(this.key); this.note(); } }, say("discard"));
    this.note("soon", say("kept"), restore, discard);
  }

  async save() {
    const { xml } = await this.modeler.saveXML({ format: true });
    const body = new FormData(this.form);
    body.set("xml", xml);
    body.set("base_version", this.root.dataset.baseVersion);
    const answer = await fetch(this.root.dataset.save, { method: "POST", body, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" } }).catch(() => undefined);
    const said = await answer?.json().catch(() => ({}));
    if (answer?.ok) {
      this.isChanged = false;
      clearTimeout(this.timer);
      stored.drop(this.key);
      this.note();
      this.root.dataset.baseVersion = said.version;
      this.show("done", say("saved", { version: said.version }));
      if (said.url) location.assign(said.url);
      return;
    }
    await this.keep();
    if (said?.problems?.length) this.showProblems(said.problems.map((each) => ({ element_id: each.path, ...each })));
    const sentence = answer?.status === 409 ? say("conflict") : answer?.status === 422 ? (said.detail ?? say("refused")) : say("lost");
    this.note("stop", sentence, this.download(xml));
  }

  download(xml) {
    const url = URL.createObjectURL(new Blob([xml], { type: "application/xml" }));
    return element("a", { href: url, download: "ritning.bpmn" }, say("download"));
  }

  show(shape, text) { this.state?.replaceChildren(element("span", { class: "u-status", "data-status": shape }, text)); }

  note(shape, text, ...more) {
    this.box?.remove();
    this.box = undefined;
    if (!shape) return;
    this.box = element("div", { class: "u-note u-shape", "data-status": shape, role: "alert" }, element("div", {}, element("p", {}, text), element("p", { class: "u-row" }, ...more)));
    this.root.before(this.box);
  }
}
