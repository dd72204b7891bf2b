import { parseAddress, parseHash, parseScheme, parseText, parseWord } from "../../rpc/node/decode.ts";
import type { Apply } from "./lists.ts";
import type { EventIndex } from "./store.ts";

/** What `ShardRegistered` changes. */
export const addShard: Apply = (index, { vendor, commitment, shard }, block) => {
  const row = [parseAddress(vendor, "vendor"), String(parseWord(commitment, "commitment"))] as const;
  const schemes: string[] = shard.schemes.map((scheme: unknown) => parseScheme(scheme, "scheme"));
  index.run("INSERT INTO shards VALUES (?, ?, ?, ?, ?)", ...row, schemes.join(" "), parseText(shard, 1, "uri"), block);
  for (const scheme of schemes) index.run("INSERT OR IGNORE INTO shard_schemes VALUES (?, ?, ?)", ...row, scheme);
};

/** What `ReleaseRegistered` changes. */
export const addRelease: Apply = (index, { release, vendor, content }, block) => {
  const model = parseText(content, 0, "model");
  const version = parseText(content, 1, "version");
  const terms = parseText(content, 5, "terms");
  const id = parseHash(release, "release");
  const weights = parseHash(content.weights, "weights");
  const shards: string[] = content.shards.map(String);
  const parents: string[] = content.parents.map((parent: string) => parseHash(parent, "parent"));
  index.run(
    "INSERT INTO releases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    ...[id, parseAddress(vendor, "vendor"), model, version, weights],
    ...[shards.join(" "), parents.join(" "), terms, block],
  );
  for (const [i, shard] of shards.entries()) index.run("INSERT INTO composition VALUES (?, ?, ?)", id, i, shard);
  for (const [i, each] of lineageOf(index, id, parents).entries())
    index.run("INSERT INTO lineage VALUES (?, ?, ?)", id, i, each);
};

/** A release and its ancestors, each once, in the order of `Releases._addAncestors`. */
function lineageOf(index: EventIndex, release: string, parents: readonly string[]): string[] {
  const sql = "SELECT ancestor FROM lineage WHERE release = ? ORDER BY position";
  const ancestors = parents.flatMap((parent) => index.all(sql, parent).map(({ ancestor }) => String(ancestor)));
  return [...new Set([release, ...ancestors])];
}
