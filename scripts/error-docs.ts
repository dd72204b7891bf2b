/** Writes the reference of error codes: docs/errors.md. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { errorsMarkdown } from "./docs/errors.ts";

await writeFile(join(PROJECT_ROOT, "docs/errors.md"), errorsMarkdown());
