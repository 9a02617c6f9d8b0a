// What every page loads. Everything works without it; it only makes things faster and safer.
import "htmx.org";
import { startAppearance } from "./appearance.js";
import { startAutosave } from "./autosave.js";
import { startCountdowns } from "./countdown.js";
import { startForms } from "./forms.js";
import { startErrors, startFolds } from "./focus.js";
import { startKeyboard } from "./keyboard.js";
import { startSelection } from "./selection.js";
import { startSums } from "./sums.js";
import { csrfToken } from "./page.js";

document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-CSRFToken"] = csrfToken();
});
startAppearance();
startFolds();
startErrors();
startKeyboard();
startSelection();
startSums();
startForms();
startAutosave();
startCountdowns();
