import { count } from "../../shared/format.ts";
import { isCounted } from "../../shared/publicManifest.ts";
import type { ReleaseFacts, ShardFacts } from "../facts.ts";
import type { Answers, Item } from "./answers.ts";
import { coverageSentences } from "./coverage.ts";
import {
  chainSentences,
  exclusionSentences,
  type Sentence,
  shardSentence,
  stated,
  trainingSentences,
} from "./exclusions.ts";

/** The items of California Civil Code § 3111(a) (AB 2013, 2024) to which the facts have something to say. */
export const californiaDatasets = (facts: ReleaseFacts): Answers => ({
  title: `Training data documentation: ${facts.declared.model} ${facts.declared.version}`,
  source: "For items of California Civil Code § 3111(a) (AB 2013, Stats. 2024, ch. 817).",
  items: [
    item("(1)", "Sources or owners of the datasets", facts.shards.map(sources), ["Who owns the datasets."]),
    item("(3)", "Number of data points", facts.shards.map(shardSentence)),
    item(
      "(4)",
      "Types of data points",
      [...facts.shards.map(fields), ...facts.shards.flatMap(coverageSentences)],
      ["The general characteristics of the data."],
    ),
    item(
      "(5)",
      "Data protected by copyright, trademark, or patent",
      [...exclusionSentences(facts), ...trainingSentences(facts)],
      ["Whether the datasets hold other protected data, or are entirely in the public domain."],
    ),
    item("(9)", "Cleaning, processing, or other modification", facts.shards.map(leftOut), [
      "Which processing came before the data was committed to, and after.",
    ]),
    item(
      "(10)",
      "Time period of collection",
      [
        ...chainSentences(facts),
        stated(`The evidence was made at ${facts.declared.time}; the datasets are stated to be older.`),
      ],
      ["When collection began, and whether it goes on."],
    ),
    item(
      "(2), (6), (7), (8), (11), (12)",
      "Further items",
      [],
      [
        "Intended purpose, purchase or licence, personal information, aggregate consumer information, dates of " +
          "first use, synthetic data.",
      ],
    ),
  ],
});

const item = (id: string, title: string, sentences: Sentence[], unanswered: string[] = []): Item => ({
  id,
  title,
  sentences,
  unanswered,
});

function sources(shard: ShardFacts): Sentence {
  const { include } = shard.sources;
  const chosen = include.length > 0 ? `chosen by the patterns ${include.join(", ")}` : "every file of its sources";
  if (!isCounted(shard)) return stated(`${shard.name}: files, ${chosen}; their number is not told.`);
  const { count: files, bytes } = shard.sources;
  return stated(`${shard.name}: ${count(files, "file")} of ${count(bytes, "byte")}, ${chosen}.`);
}

function fields({ name, schemes }: ShardFacts): Sentence {
  const each = schemes.map(
    ({ scheme, field }) => `${scheme} of ${field === null ? "the whole record" : `the field "${field}"`}`,
  );
  return stated(`${name}: fingerprinted by ${each.join(", ")}.`);
}

function leftOut(shard: ShardFacts): Sentence {
  if (!isCounted(shard))
    return stated(
      `${shard.name}: how much of the sources was left out by the vendor's choice is not told; see item (4).`,
    );
  const { files, rows } = shard.skipped;
  return stated(
    `${shard.name}: ${count(files, "file")} and ${count(rows, "record")} of the sources were left out by the ` +
      `vendor's choice.`,
  );
}
