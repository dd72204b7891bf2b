import { matchesGlob } from "node:path";
import { hiddenPart, isHidden, isHiddenData, isHousekeeping, type PassedOver } from "../records/housekeeping.ts";
import type { SourceSpec } from "../records/spec.ts";
import type { FileList } from "./fileList.ts";

/** Selects the files of one root: by the source's spec, or by a description and the names it uses in this root. */
type Choice = Pick<SourceSpec, "format" | "include"> & { list?: FileList; listed?: ReadonlySet<string> };

/** Which files are read, and why the others are not. Both in the order of their names. */
export function choose<T extends { name: string; path: string }>(files: readonly T[], choice: Choice) {
  const chosen: T[] = [];
  const passedOver = new Map<string, PassedOver>();
  for (const file of files) {
    const code = reasonAgainst(file, choice);
    if (code === undefined) chosen.push(file);
    else {
      const name = code === "source/housekeeping" ? hiddenPart(file.name) : file.name;
      passedOver.set(name, { name, code });
    }
  }
  return { chosen: chosen.sort(byName), passedOver: [...passedOver.values()].sort(byName) };
}

function reasonAgainst({ name, path }: { name: string; path: string }, choice: Choice): PassedOver["code"] | undefined {
  const { format, include, list, listed } = choice;
  const isChosen = include?.some((one) => matchesGlob(name, one)) ?? listed?.has(name) ?? true;
  const isMeant = include?.includes(name) || list?.files.has(name) || ((include || list) && isHiddenData(name));
  if (format !== "files" && !(isChosen && isMeant) && isHousekeeping(name, path)) return "source/housekeeping";
  if (isChosen) return undefined;
  return include ? "source/not-included" : "source/not-listed";
}

/** Hidden folders are entered only if something in them is selected. */
export function wantedFolders({ format, include = [], list }: Choice): (name: string) => boolean {
  const asked = [...include, ...(list?.files.keys() ?? []), ...(list?.sets.flatMap((set) => set.includes) ?? [])];
  const isAll = format === "files" || asked.some(isHidden);
  return (name) => isAll || !isHidden(name);
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
