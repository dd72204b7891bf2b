import { join } from "node:path";
import { usageError } from "../../shared/errors.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { ReadConfig } from "../reading/readPart.ts";
import { isMerkle, KEYS_FILE } from "./manifest.ts";
import { expectFiles, readManifest } from "./readShard.ts";

/**
 * A committed shard that a further one extends: its commitment (decimal), the file of its sorted keys, their number,
 * and, if it is committed to by an accumulator, the id of the powers of tau.
 */
export type Base = { commitment: string; keys: string; count: number; powers: string | undefined };

/**
 * Reads committed shards. Their salts are not needed, only their keys.
 *
 * @throws usage `commitment/other-schemes` when one was fingerprinted with other schemes, because its rows lack the new
 * keys; data `commitment/...` when one is damaged
 */
export async function readBases(folders: readonly string[], schemes: ReadConfig["schemes"]): Promise<Base[]> {
  const expected = stringifyJson(schemes.map(({ scheme, field }) => ({ scheme, field: field ?? null })));
  const bases: Base[] = [];
  for (const folder of folders) {
    const manifest = await readManifest(folder);
    await expectFiles(folder, manifest);
    if (stringifyJson(manifest.schemes) !== expected)
      throw usageError(
        "commitment/other-schemes",
        `${folder} was committed with the schemes ${stringifyJson(manifest.schemes)}`,
        "Use the same schemes and fields, or commit everything again.",
      );
    bases.push({
      commitment: manifest.commitment,
      keys: join(folder, KEYS_FILE),
      count: manifest.keys,
      powers: isMerkle(manifest) ? undefined : manifest.powers,
    });
  }
  return bases;
}
