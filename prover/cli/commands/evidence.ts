import { type Command, NOTHING_KEPT, READS_ONLY } from "./definition.ts";
import { address, artifacts, CHAIN_OPTIONS, list, listId, out, signingKey } from "./options.ts";

const BUNDLE = {
  name: "BUNDLE",
  meaning: "The bundle.json that `disjoint prove` wrote.",
  example: "proofs/bundle.json",
  repeatable: true,
} as const;

const eas = { ...address("eas", "Address of the Ethereum Attestation Service."), required: true } as const;

export const attestKey: Command = {
  name: "attest key",
  summary: "Make an Ed25519 key to sign statements with",
  arguments: [
    { name: "KEY.pem", meaning: "File that the private key is written to, mode 0600.", example: "signing.pem" },
  ],
  options: [],
  examples: [["disjoint attest key signing.pem", "print the public key, for `disjoint verify --signer`"]],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../attest.ts")).runKey,
};

export const attestSign: Command = {
  name: "attest sign",
  summary: "Sign what bundles prove as an in-toto statement",
  arguments: [BUNDLE],
  options: [
    signingKey,
    out("FILE", "File that the signed statement (DSSE envelope) is written to.", "statement.json"),
    {
      name: "stated",
      value: "NAME=SHA256",
      meaning: "A file that you state was made from these shards; that is not proved.",
      repeatable: true,
      example: `model.safetensors=${"7f".repeat(32)}`,
    },
  ],
  examples: [
    ["disjoint attest sign proofs/bundle.json --signing-key signing.pem --out statement.json", "sign one bundle"],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../attest.ts")).runSign,
};

export const attestResolver: Command = {
  name: "attest resolver",
  summary: "Deploy the resolver for the Ethereum Attestation Service",
  details: "The schema is registered with it.",
  arguments: [],
  options: [eas, ...CHAIN_OPTIONS],
  examples: [["disjoint attest resolver --eas $EAS", "print the resolver's address and the schema's UID"]],
  interrupted:
    "A resolver that was deployed stays on the chain, unused. Run the same command again: it deploys another.",
  load: async () => (await import("../attestOffchain.ts")).runResolver,
};

export const offchainSign: Command = {
  name: "attest offchain sign",
  summary: "Sign and timestamp how far a release is clean against a list",
  details: "The claim is what the ledger says when the command runs.",
  arguments: [
    {
      name: "RELEASE_ID",
      meaning: "Id of the release, printed by `disjoint chain register`.",
      example: `0x${"2e".repeat(32)}`,
    },
  ],
  options: [
    { ...listId, required: true },
    eas,
    { ...address("resolver", "Address of the resolver, printed by `disjoint attest resolver`."), required: true },
    out("FILE", "File that the attestation is written to.", "attestation.json"),
    ...CHAIN_OPTIONS,
  ],
  examples: [
    [
      "disjoint attest offchain sign $RELEASE_ID --list-id $LIST_ID --eas $EAS --resolver $RESOLVER --out claim.json",
      "an off-chain attestation with a timestamp",
    ],
  ],
  interrupted: "If the file of --out exists, its timestamp may be missing. Run the same command again.",
  load: async () => (await import("../attestOffchain.ts")).runOffchainSign,
};

export const offchainVerify: Command = {
  name: "attest offchain verify",
  summary: "Verify an off-chain attestation, and what the ledger said at that block",
  details: "Signature, UID and timestamp are checked, too.",
  arguments: [
    { name: "FILE", meaning: "Attestation, written by `disjoint attest offchain sign`.", example: "attestation.json" },
  ],
  options: [eas, ...CHAIN_OPTIONS],
  examples: [["disjoint attest offchain verify attestation.json --eas $EAS", "exit code 1 if it is not so"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../attestOffchain.ts")).runOffchainVerify,
};

export const evidenceMake: Command = {
  name: "evidence make",
  summary: "Sign what bundles prove, and pack it with all that a verifier needs",
  arguments: [BUNDLE],
  options: [
    {
      name: "declaration",
      value: "FILE",
      meaning: "What the vendor declares, in the format disjoint/declaration/v1.",
      required: true,
      example: "declaration.json",
    },
    signingKey,
    out("DIR", "Folder that the archive and the same as a folder are written to.", "evidence"),
    {
      name: "shard",
      value: "DIR",
      meaning: "Folder of a shard that a bundle is about, for its public manifest.",
      repeatable: true,
      example: "shard",
    },
    { ...list, meaning: "Folder of a blocklist that a bundle is about.", repeatable: true },
    {
      name: "chain",
      value: "FILE",
      meaning: "What the chain has accepted, written by `disjoint chain collect-receipts`.",
      default: "the pack says nothing of a chain",
      example: "chain.json",
    },
    artifacts,
    {
      name: "steps",
      value: "DIR",
      meaning: "Folder with the signed steps from the shards to the weights, all of them and nothing else.",
      default: "that the weights were made from the shards is stated only",
      example: "steps",
    },
    {
      name: "attach",
      value: "FILE",
      meaning: "A further file for the pack.",
      repeatable: true,
      example: "model-card.md",
    },
    {
      name: "tell-counts",
      meaning: "Reveal the numbers of files, bytes, records and keys, and of what was left out.",
    },
  ],
  examples: [
    [
      "disjoint evidence make proofs/bundle.json --declaration declaration.json --shard shard --list lists/opt-outs " +
        "--signing-key signing.pem --out evidence",
      "one archive, named by its content",
    ],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../evidence.ts")).runEvidence,
};
