// The page's own facts: language, forgery token, the place where things are announced, the server's clock.
const html = document.documentElement;

export const csrfToken = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

export const say = (sentence) => {
  const place = document.querySelector("#meddelande");
  if (place) place.textContent = sentence;
};

// The server's clock is the one that counts (in the demo it is not the wall's): the page tells it, and each saved draft again.
let ahead = Date.parse(html.dataset.now ?? "") - Date.now();
export const serverNow = () => Date.now() + (Number.isNaN(ahead) ? 0 : ahead);
export const setServerNow = (iso) => {
  const at = Date.parse(iso);
  if (!Number.isNaN(at)) ahead = at - Date.now();
};

export const stored = {
  get(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, value); return true; } catch { return false; }
  },
  drop(key) {
    try { localStorage.removeItem(key); } catch { /* Private mode keeps nothing. */ }
  },
};

export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
};
