import { matchesGlob } from "node:path";
import type { Source } from "../../source/records/row.ts";
import type { SourceSpec } from "../../source/records/spec.ts";

/**
 * Where the files of a shard are: a folder, and patterns that match exactly these files in it. The patterns use the
 * files' extensions where these suffice, and otherwise name each file.
 *
 * @param part the folder's name below the root; empty for the root itself, whose folders are separate shards
 */
export function specOf(
  path: string,
  part: string,
  files: readonly Source[],
  all: readonly Source[],
): Omit<SourceSpec, "format"> {
  const inside = ({ name }: Source) => (part === "" ? name : name.slice(part.length + 1));
  if (part !== "" && files.length === all.length) return { path };
  const last = files.map((file) => /(\.[^./]+)?(\.(gz|zst))?$/.exec(inside(file).split("/").at(-1)!)![0]);
  const byEnding = [...new Set(last)].sort().map((ending) => `${part === "" ? "" : "**/"}*${ending}`);
  const matched = all.filter((file) => byEnding.some((pattern) => matchesGlob(inside(file), pattern)));
  if (matched.length === files.length && matched.every((file) => files.includes(file)))
    return { path, include: byEnding };
  return { path, include: files.map((file) => inside(file).replace(/[*?[\]{}()!+@\\]/g, "[$&]")) };
}
