// Rebuilds into a folder of its own and compares with what is committed; exit status 1 where they differ.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const kept = join(here, "../static/dist");
const fresh = await mkdtemp(join(tmpdir(), "utlysa-dist-"));
try {
  execFileSync(process.execPath, [join(here, "build.mjs"), fresh], { stdio: "inherit" });
  const names = new Set([...(await readdir(kept)), ...(await readdir(fresh))]);
  const differs = [];
  for (const name of names) {
    const [one, other] = await Promise.all([kept, fresh].map((folder) => readFile(join(folder, name)).catch(() => null)));
    if (!one || !other || !one.equals(other)) differs.push(name);
  }
  if (differs.length) {
    console.error(`web/static/dist is not what the sources give: ${differs.join(", ")}. Run make frontend and commit the result.`);
    process.exitCode = 1;
  }
} finally {
  await rm(fresh, { recursive: true });
}
