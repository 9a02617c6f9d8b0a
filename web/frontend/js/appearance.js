// Light or dark without a reload; the server remembers it in a cookie, so that no page flashes.
export const startAppearance = () => {
  document.querySelectorAll("form[data-appearance]").forEach((form) => form.addEventListener("submit", async (event) => {
    const scheme = event.submitter?.value;
    if (!scheme) return;
    event.preventDefault();
    document.documentElement.dataset.colorScheme = scheme;
    form.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", String(each.value === scheme)));
    const body = new FormData(form);
    body.set("scheme", scheme);
    await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => form.submit());
  }));
  // Menus that open over the page close at Escape and at a click elsewhere.
  const open = () => document.querySelectorAll("details.u-account[open], details.u-menu[open]");
  document.addEventListener("click", (event) => open().forEach((each) => { if (!each.contains(event.target)) each.open = false; }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((each) => { each.open = false; each.querySelector("summary").focus(); });
  });
};
