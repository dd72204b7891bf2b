import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { READER_VERSION } from "../../commitment/reading/readPart.ts";
import { PROJECT_ROOT } from "../../shared/root.ts";

/** Changes when jobs or their results have another form. */
const JOBS_VERSION = 2;

/** Everything that members of a fleet must have in common so that each does the same job in the same way. */
export async function fleetVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string };
  const { node, unicode } = process.versions;
  const [major] = node.split(".");
  return `${version}, jobs ${JOBS_VERSION}, readers ${READER_VERSION}, Node ${major}, Unicode ${unicode}`;
}
