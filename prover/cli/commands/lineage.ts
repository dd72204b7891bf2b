import { type Command, type Option, READS_ONLY } from "./definition.ts";

const TARGET = {
  name: "TARGET",
  meaning: "Weights, a model's folder, a SHA-256, or the evidence pack (.car) of a release.",
  example: "model.bin",
} as const;

const LINEAGE_OPTIONS: readonly Option[] = [
  {
    name: "steps",
    value: "DIR",
    meaning: "Folder with signed steps, and nothing else.",
    default: "the steps of the pack",
    example: "steps",
  },
  {
    name: "signer",
    value: "NAME=PUBLICKEY",
    meaning: "A trusted signer, by an Ed25519 public key in hexadecimal.",
    repeatable: true,
    example: `vendor=${"4c".repeat(32)}`,
  },
  {
    name: "commitment",
    value: "N",
    meaning: "A shard that the weights may come from, by its commitment in decimal; all of them must be reached.",
    default: "the shards of the pack, and those of its parents; without a pack any",
    repeatable: true,
    example: "1234567890",
  },
  {
    name: "root",
    value: "SHA256",
    meaning: "Root of the steps as it was published, 64 hexadecimal digits.",
    example: "8c".repeat(32),
  },
];

export const lineageVerify: Command = {
  name: "lineage verify",
  summary: "Walk from weights back to committed shards through signed steps",
  details: "Offline. Every gap, unsigned step, cycle or mismatch is a failed check with a name.",
  arguments: [TARGET],
  options: LINEAGE_OPTIONS,
  examples: [
    [
      "disjoint lineage verify model.bin --steps steps --signer vendor=$PUBLIC_KEY --commitment 1234567890",
      "exit code 1 if a link is missing",
    ],
    ["disjoint lineage verify pack.car --signer vendor=$PUBLIC_KEY", "the steps of an evidence pack"],
  ],
  interrupted: READS_ONLY,
  load: async () => (await import("../custody/lineage.ts")).runLineageVerify,
};

export const lineageShow: Command = {
  name: "lineage show",
  summary: "Draw the steps behind weights, without a verdict",
  arguments: [TARGET],
  options: [
    ...LINEAGE_OPTIONS,
    {
      name: "as",
      value: "KIND",
      meaning: "What to draw.",
      choices: ["text", "dot"],
      default: '"text"',
      example: "dot",
    },
  ],
  examples: [["disjoint lineage show model.bin --steps steps --as dot > lineage.dot", "a picture for Graphviz"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../custody/lineage.ts")).runLineageShow,
};
