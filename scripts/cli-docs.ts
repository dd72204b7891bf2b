/** Writes the reference of the command line: docs/cli.md and the manual page docs/man/disjoint.1. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SECTIONS } from "../prover/cli/commands/index.ts";
import { programVersion } from "../prover/cli/version.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { manOf } from "./cli/man.ts";
import { markdownOf } from "./cli/markdown.ts";

const documents = {
  "docs/cli.md": markdownOf(SECTIONS),
  "docs/man/disjoint.1": manOf(SECTIONS, await programVersion()),
};
for (const [name, text] of Object.entries(documents)) {
  await mkdir(dirname(join(PROJECT_ROOT, name)), { recursive: true });
  await writeFile(join(PROJECT_ROOT, name), text);
}
