import type { ReleaseFacts } from "../facts.ts";
import type { Answers } from "./answers.ts";
import { coverageSentences } from "./coverage.ts";
import { chainSentences, exclusionSentences, stated, trainingSentences } from "./exclusions.ts";

/**
 * What the facts contribute to sections 3.1 and 3.2 of the Commission's template of 24 July 2025 for the public summary
 * of training content (Regulation (EU) 2024/1689, Article 53(1)(d)).
 */
export const euSummary = (facts: ReleaseFacts): Answers => ({
  title: `Public summary of training content: ${facts.declared.model} ${facts.declared.version}`,
  source:
    "For sections 3.1 and 3.2 of the template of the European Commission of 24 July 2025, under Article 53(1)(d) " +
    "of Regulation " +
    "(EU) 2024/1689 (AI Act).",
  items: [
    {
      id: "3.1",
      title: "Respect of reservation of rights from text and data mining exception or limitation",
      sentences: [
        ...exclusionSentences(facts),
        ...chainSentences(facts),
        ...trainingSentences(facts),
        ...facts.shards.flatMap(coverageSentences),
        purpose("rights reservations"),
      ],
      unanswered: [
        "Whether the provider has signed the Code of Practice for general-purpose AI models.",
        "Which opt-out protocols were honoured before and during the collection of data, by the provider or on its " +
          "behalf.",
      ],
    },
    {
      id: "3.2",
      title: "Removal of illegal content",
      sentences: [
        ...exclusionSentences(facts),
        ...trainingSentences(facts),
        ...facts.shards.flatMap(coverageSentences),
        purpose("illegal content"),
      ],
      unanswered: ["Which further measures were taken to avoid or remove content that is illegal under Union law."],
    },
  ],
});

const purpose = (what: string) =>
  stated(
    `That the entries of a list are ${what} is what the list's publisher says of them; the proofs are about keys.`,
  );
