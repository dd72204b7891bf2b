/** Writes the JSON Schemas of the documents: schema/. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { PUBLISHED } from "./schemas/published.ts";
import { runTool } from "./support/run.ts";

const paths = Object.keys(PUBLISHED).map((name) => join(PROJECT_ROOT, "schema", name));
for (const [i, schema] of Object.values(PUBLISHED).entries())
  await writeFile(paths[i]!, JSON.stringify(schema, null, 2));
await runTool("biome", ["format", "--write", ...paths], PROJECT_ROOT);
