import type { Source } from "../../source/records/row.ts";
import { memberNames } from "../../source/sample.ts";
import { endingOf, isDocument, isMedia } from "./kinds.ts";
import { lookAtFields } from "./look.ts";
import { type Proposed, schemesFor, schemesForWhole } from "./schemes.ts";

/** How many members are sampled. */
const MEMBERS = 1000;

/** Proposes how to read the archives of a folder. */
type Archived = Proposed & { format: "tar" | "webdataset" };

/**
 * A WebDataset, whose samples all have the same extensions, is read by fields; every other archive by members.
 *
 * @throws data `source/...`
 */
export async function proposeArchive(source: Source, needed: readonly string[]): Promise<Archived> {
  const names = (await memberNames(source, MEMBERS)).filter((name) => !/(^|\/)\._[^/]*$/.test(name));
  const fields = sampleFields(names);
  if (fields !== undefined) {
    const look = await lookAtFields({ ...source, format: "webdataset" }, fields);
    return { format: "webdataset", ...schemesFor(look, needed) };
  }
  const members = [...new Set(names.map(endingOf))];
  if (members.every(isMedia)) return { format: "tar", ...schemesForWhole(false, needed) };
  if (members.every(isDocument)) return { format: "tar", ...schemesForWhole(true, needed) };
  const notes = [`members are of several kinds, or of kinds that are not known: ${members.sort().join(", ")}`];
  return { format: "tar", schemes: undefined, notes };
}

/** The extensions that every sample of a WebDataset has, if there are several. The last sample may be incomplete. */
function sampleFields(names: readonly string[]): string[] | undefined {
  const samples = Map.groupBy(names, (name) => /^((?:.*\/)?[^/.]*)/.exec(name)![1]!);
  const all = [...samples].map(([key, of]) => of.map((name) => name.slice(key.length + 1).toLowerCase()).sort());
  const whole = names.length === MEMBERS && all.length > 1 ? all.slice(0, -1) : all;
  const [first] = whole;
  if (first === undefined || first.length < 2) return undefined;
  return whole.every((fields) => fields.join("/") === first.join("/")) ? first : undefined;
}
