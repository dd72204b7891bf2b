import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Of Hardhat's artifact of a contract: its source, and the run of the compiler that wrote it. */
export type CompiledFrom = { inputSourceName: string; buildInfoId: string };

/** The path of a source in the compiler's input. */
const PROJECT = "project/";

/**
 * The first source of a contract that differs from what was compiled, by its path in the clone; undefined if there is
 * none. Sources that the contract does not import may differ.
 *
 * @param root of the clone
 */
export async function changedSource(root: string, artifact: CompiledFrom): Promise<string | undefined> {
  const info = await readFile(join(root, "build/contracts/build-info", `${artifact.buildInfoId}.json`), "utf8");
  const { sources } = (JSON.parse(info) as { input: { sources: Record<string, { content: string }> } }).input;
  for (const name of importedFrom(artifact.inputSourceName, sources)) {
    const path = name.slice(PROJECT.length);
    if ((await readFile(join(root, path), "utf8").catch(() => undefined)) !== sources[name]!.content) return path;
  }
  return undefined;
}

/** A source and all that it imports, directly or not; packages are pinned by the lock file. */
function importedFrom(name: string, sources: Record<string, { content: string }>): Set<string> {
  const found = new Set([name]);
  for (const each of found)
    for (const [, path] of sources[each]!.content.matchAll(/^import [^"]*"(\.[^"]+)";/gm))
      found.add(join(each, "..", path!));
  return found;
}
