import { join } from "node:path";
import { usageError } from "../../shared/errors.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { ReadConfig } from "../reading/readPart.ts";
import { expectFiles, readManifest } from "./readShard.ts";

/**
 * A committed shard that a further one extends: its commitment (decimal), the file of its sorted keys, and their
 * number.
 */
export type Base = { commitment: string; keys: string; count: number };

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
    bases.push({ commitment: manifest.commitment, keys: join(folder, "keys.bin"), count: manifest.keys });
  }
  return bases;
}
