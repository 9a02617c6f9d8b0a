// Bundles the style sheets and scripts into ../static/dist (or the folder given), which is committed.
import { build } from "esbuild";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { positions } from "./positions.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../static/dist"));
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { app: "css/app.css", diagram: "css/bpmn.css" },
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome123", "firefox121", "safari17.5"],
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  plugins: [positions],
  logLevel: "warning",
});
await build({
  absWorkingDir: here,
  entryPoints: { app: "js/app.js", diagram: "js/diagram.js", editor: "js/editor.js" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome123", "firefox121", "safari17.5"],
  legalComments: "linked",
  logLevel: "warning",
});
await copyFile(join(here, "favicon.svg"), join(out, "favicon.svg"));
