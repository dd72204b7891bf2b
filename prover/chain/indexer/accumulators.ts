import { badAnswer, parseCount, parseHash, parseWord } from "../../rpc/node/decode.ts";
import { recordReach } from "./leading.ts";
import { type Apply, addEpoch, listOf } from "./lists.ts";

/** A point of G2 as four words in hexadecimal, c1 before c0; empty if there is none. */
function pointOf(words: readonly unknown[], what: string): string {
  const values = words.map((word) => parseWord(word, what));
  if (values.every((value) => value === 0n)) return "";
  return `0x${values.map((value) => value.toString(16).padStart(64, "0")).join("")}`;
}

/** What the events of accumulators and disjointness proofs change. */
export const ACCUMULATOR_EVENTS: Record<string, Apply> = {
  AccumulatorsAppended(index, { list, epoch, accumulators, content }) {
    const known = listOf(index, list);
    const number = parseCount(epoch, "epoch");
    // An epoch with pages was added by the event of its pages, which precedes this one.
    if (number !== known.epoch_count) {
      addEpoch(index, { list, epoch, firstPage: BigInt(Number(content.pageCount) - 1), content });
    } else {
      const there = index.get("SELECT content_hash FROM epochs WHERE list = ? AND epoch = ?", known.list!, number);
      if (there?.content_hash !== parseHash(content.contentHash, "contentHash"))
        throw badAnswer("events", `accumulators of epoch ${number} of list ${list}, which has other content`);
    }
    index.run(
      "INSERT INTO accumulators VALUES (?, ?, ?, ?, ?, ?)",
      known.list!,
      number,
      parseHash(accumulators.powers, "powers"),
      pointOf(accumulators.whole, "whole"),
      pointOf(accumulators.added, "added"),
      parseCount(accumulators.since, "since"),
    );
  },
  DisjointnessAccepted(index, { commitment, list, powers, epoch }, block) {
    const shard = String(parseWord(commitment, "commitment"));
    const id = String(listOf(index, list).list);
    const reached = parseCount(epoch, "epoch");
    const where = "commitment = ? AND list = ?";
    const before = index.get(`SELECT epoch FROM disjointness WHERE ${where}`, shard, id)?.epoch;
    if (Number(before ?? 0) >= reached) throw badAnswer("events", `epoch ${reached} of list ${list} twice`);
    const values = [parseHash(powers, "powers"), reached] as const;
    if (before === undefined) index.run("INSERT INTO disjointness VALUES (?, ?, ?, ?)", shard, id, ...values);
    else index.run(`UPDATE disjointness SET circuit = ?, epoch = ? WHERE ${where}`, ...values, shard, id);
    recordReach(index, shard, id, block);
  },
};
