import type { Disclosure } from "../bundle/disclosure.ts";
import { readShard } from "../commitment/shard/readShard.ts";
import { type DiscloseOptions, proveDisclosure } from "../statements/disclosure.ts";
import type { Config } from "./config/config.ts";
import type { TagRecord } from "./steps/record.ts";
import { shardFolder } from "./steps/shards.ts";

/** The answer for one shard of a release, by its label. */
type ShardAnswer = { shard: string; disclosure: Disclosure };

/**
 * Answers whether a release has one work. Each shard of the release answers for itself: a dataset lacks a work if each
 * of its shards does. Releases that it was made from are not included.
 *
 * @param record as `readTag` gives it
 * @throws data `check/other-scheme` for a shard without keys of the scheme; as `readShard` and `disclose`
 */
export async function discloseRelease(
  config: Config,
  { shards }: TagRecord,
  question: Omit<DiscloseOptions, "shard">,
): Promise<ShardAnswer[]> {
  const answers: ShardAnswer[] = [];
  for (const committed of shards) {
    const shard = await readShard(shardFolder(config, committed), question.poseidon);
    answers.push({ shard: committed.label, disclosure: await proveDisclosure({ ...question, shard }) });
  }
  return answers;
}
