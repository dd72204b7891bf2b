/**
 * Builds the documentation: refreshes the examples included in *.md, then writes the site with TypeDoc into build/docs.
 *
 *   npm run docs [-- --includes-only]
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { withIncludes } from "./docs/include.ts";
import { runTool } from "./support/run.ts";

for (const file of globSync(["*.md", "docs/**/*.md"], { cwd: PROJECT_ROOT })) {
  const path = join(PROJECT_ROOT, file);
  const text = readFileSync(path, "utf8");
  const fresh = withIncludes(text, PROJECT_ROOT);
  if (fresh !== text) writeFileSync(path, fresh);
}
if (!process.argv.includes("--includes-only")) await runTool("typedoc", [], PROJECT_ROOT);
