import { data, usage } from "./entry.ts";

const AGAIN = "Write it again with the command or function that made it.";

/** Bundles, attestations, evidence packs and exclusion certificates. */
export const EVIDENCE = {
  "attest/invalid": data("An off-chain attestation is malformed.", AGAIN),
  "attest/not-clean": data("The release is not clean up to any epoch of the list.", "Submit the missing proofs first."),
  "attest/not-found": data("A bundle or attestation cannot be read.", "Check the path."),
  "bundle/invalid": data("A bundle is malformed.", "Prove the statement again."),
  "bundle/key-file": usage("The file of a signing key cannot be made.", "Choose a file that does not exist yet."),
  "bundle/key-readable": usage("Others can read the signing key.", "Restrict the file to its owner (mode 600)."),
  "bundle/not-found": data("A bundle cannot be read.", "Check the path."),
  "bundle/signing-key": data("A file does not hold a signing key.", "Give an Ed25519 private key as PKCS #8 PEM."),
  "bundle/disjointness": data(
    "A bundle has disjointness proofs, and pages are asked for.",
    "Submit it as proofs of epochs.",
  ),
  "certificate/bad-pack": data("The evidence pack does not verify.", "Ask its vendor for a good one."),
  "evidence/attachment-name": usage("A file's name cannot be used in a pack.", "Use letters, digits, dots and dashes."),
  "evidence/invalid": data("A document of an evidence pack is malformed.", AGAIN),
  "evidence/lineage": data(
    "Steps of a pack do not lead from its weights to its shards.",
    "Give every step between the declared weights and shards, and no other.",
  ),
  "evidence/no-key": usage(
    "The verification key of a bundle's circuit is missing.",
    "Give the artifacts it was proved with.",
  ),
  "evidence/not-described": data("A pack lacks a manifest or a bundle.", "Give one of each for every shard and list."),
  "evidence/not-found": data("A file of the evidence cannot be read.", "Check the path."),
  "evidence/too-many-files": data("The pack has more files than a folder on IPFS.", "Make evidence of fewer shards."),
  "verify/not-found": data("A file to verify cannot be read.", "Check the path."),
};
