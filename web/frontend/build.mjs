// Bundles the style sheets and scripts into ../static/dist (or the folder given), which is committed.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { positions } from "./positions.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../static/dist"));
await mkdir(out, { recursive: true });
const common = { absWorkingDir: here, outdir: out, bundle: true, minify: true, target: ["chrome123", "firefox121", "safari17.5"], metafile: true, logLevel: "warning" };
const styles = await build({
  ...common,
  entryPoints: { app: "css/app.css", diagram: "css/bpmn.css" },
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  plugins: [positions],
});
const scripts = await build({
  ...common,
  entryPoints: { app: "js/app.js", diagram: "js/diagram.js", editor: "js/editor.js" },
  format: "iife",
  legalComments: "linked",
});
await writeFile(join(out, "licenses.txt"), await licenses());
await copyFile(join(here, "favicon.svg"), join(out, "favicon.svg"));
// What is no longer made goes last, so that a site that is running meanwhile misses nothing.
const made = new Set(["licenses.txt", "favicon.svg", ...[styles, scripts].flatMap(({ metafile }) => Object.keys(metafile.outputs).map((path) => basename(path)))]);
for (const name of await readdir(out)) if (!made.has(name)) await rm(join(out, name));

// Every package that ends up in the files, with its terms: they ask to be named with the copy.
async function licenses() {
  const lock = JSON.parse(await readFile(join(here, "package-lock.json"), "utf8"));
  const used = Object.entries(lock.packages).filter(([path, { dev }]) => path && !dev).map(([path]) => path).sort();
  const texts = [];
  for (const path of used) {
    const file = (await readdir(join(here, path))).find((name) => /^licen[cs]e/i.test(name));
    const text = file ? (await readFile(join(here, path, file), "utf8")).trim() : `Licence: ${lock.packages[path].license}`;
    texts.push(`== ${path.replace(/^.*node_modules\//, "")} ${lock.packages[path].version}\n\n${text}\n`);
  }
  return texts.join("\n");
}
