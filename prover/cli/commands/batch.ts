import { type Command, DEPLOYED, NOTHING_KEPT, ON_CHAIN } from "./definition.ts";
import { anchors, CHAIN_OPTIONS, out, requiredReleaseId } from "./options.ts";
import { OUTPUT } from "./output.ts";

export const outputBatch: Command = {
  name: "output batch",
  summary: "Put digests of outputs under one Merkle root",
  arguments: [
    {
      name: "DIGESTS",
      meaning: "File with one SHA-256 a line, as sha256sum writes it.",
      example: "digests.txt",
    },
  ],
  options: [out("DIR", "Folder that the batch is written to.", "batch")],
  examples: [["disjoint output batch digests.txt --out batch", "print the root, to be anchored"]],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../custody/output.ts")).runOutputBatch,
};

export const outputProve: Command = {
  name: "output prove",
  summary: "Prove that a batch has an output",
  arguments: [OUTPUT],
  options: [
    {
      name: "batch",
      value: "DIR",
      meaning: "The batch, made by `disjoint output batch`.",
      required: true,
      example: "batch",
    },
    out("FILE", "File that the proof is written to.", "answer.proof.json"),
  ],
  examples: [["disjoint output prove answer.txt --batch batch --out answer.proof.json", "goes with the output"]],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../custody/output.ts")).runOutputProve,
};

export const anchorDeploy: Command = {
  name: "output anchor deploy",
  summary: "Deploy the contract that records roots of releases",
  details: "Its address is added to the deployment's file.",
  arguments: [],
  options: CHAIN_OPTIONS,
  examples: [["disjoint output anchor deploy", "once for a deployment"]],
  interrupted: DEPLOYED,
  load: async () => (await import("../custody/anchor.ts")).runDeployAnchors,
};

export const anchorAdd: Command = {
  name: "output anchor add",
  summary: "Anchor the root of a batch for a release, in one transaction",
  details: "Only the vendor of the release can. A root keeps its first time.",
  arguments: [{ name: "ROOT", meaning: "The root that `disjoint output batch` printed.", example: "8c".repeat(32) }],
  options: [requiredReleaseId, { ...anchors, required: true }, ...CHAIN_OPTIONS],
  examples: [
    [
      "disjoint output anchor add $ROOT --release-id $RELEASE_ID --anchors $ANCHORS",
      "print ROOT=TIME, for `disjoint output verify --anchor`",
    ],
  ],
  interrupted: ON_CHAIN,
  load: async () => (await import("../custody/anchor.ts")).runOutputAnchor,
};
