import { stringifyJson } from "../../shared/json.ts";
import type { Sentence } from "./exclusions.ts";

/** An item of a questionnaire: what can be said from the facts, and what its author has to answer otherwise. */
export type Item = { id: string; title: string; sentences: Sentence[]; unanswered: string[] };

/** Answers to some items of a questionnaire. `source`: its title and address. */
export type Answers = { title: string; source: string; items: Item[] };

const EXPLANATION =
  "PROVED: shown by the zero-knowledge proofs or receipts in this evidence; anyone can check it without trusting " +
  "anybody " +
  "(`disjoint verify`). STATED: said by whoever signed the evidence; nothing shows it. OPEN: not answered by the " +
  "evidence.";

/** The answers for people; each sentence says what stands behind it. */
export const toMarkdown = ({ title, source, items }: Answers): string =>
  [
    `# ${title}`,
    source,
    EXPLANATION,
    ...items.flatMap(({ id, title, sentences, unanswered }) => [
      `## ${id} ${title}`,
      [
        ...sentences.map(({ standing, text }) => `- **${standing.toUpperCase()}** ${escaped(text)}`),
        ...unanswered.map((text) => `- **OPEN** ${escaped(text)}`),
      ].join("\n"),
    ]),
    "",
  ].join("\n\n");

/** The same for machines. */
export const toJson = (answers: Answers): string => stringifyJson({ ...answers, explanation: EXPLANATION }, 2);

/** Names come from outside: nothing in them may be taken for markup. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>#|!]/g, "\\$&");
