/**
 * Builds the documentation: writes the references that the program generates, refreshes the examples included in *.md,
 * and writes the site with TypeDoc into build/docs.
 *
 *   npm run docs [-- --no-site]
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { withIncludes } from "./docs/include.ts";
import { runTool } from "./support/run.ts";

for (const script of ["cli-docs", "error-docs", "schemas"])
  await runTool("node", [`scripts/${script}.ts`], PROJECT_ROOT);
for (const file of globSync(["*.md", "docs/**/*.md"], { cwd: PROJECT_ROOT })) {
  const path = join(PROJECT_ROOT, file);
  const text = readFileSync(path, "utf8");
  const fresh = withIncludes(text, PROJECT_ROOT);
  if (fresh !== text) writeFileSync(path, fresh);
}
if (!process.argv.includes("--no-site")) await runTool("typedoc", [], PROJECT_ROOT);
