import type { ReleaseFacts } from "../facts.ts";
import { type Answers, toJson, toMarkdown } from "./answers.ts";
import { californiaDatasets } from "./californiaDatasets.ts";
import { croissant } from "./croissant.ts";
import { cyclonedx } from "./cyclonedx.ts";
import { euSummary } from "./euSummary.ts";

/** The documents for people and machines that say what the facts say, by file name: the same facts, the same bytes. */
export function makeEvidenceDocuments(facts: ReleaseFacts): ReadonlyMap<string, Uint8Array> {
  const texts: [name: string, text: string][] = [
    ["bom.cdx.json", cyclonedx(facts)],
    ["croissant.json", croissant(facts)],
    ...inBothForms("ca-ab-2013", californiaDatasets(facts)),
    ...inBothForms("eu-training-summary", euSummary(facts)),
  ];
  return new Map(texts.map(([name, text]) => [name, new TextEncoder().encode(text)]));
}

const inBothForms = (name: string, answers: Answers): [name: string, text: string][] => [
  [`${name}.json`, toJson(answers)],
  [`${name}.md`, toMarkdown(answers)],
];
