/** What a check is about. */
export type Subject =
  | "document"
  | "proof"
  | "signals"
  | "circuit"
  | "work"
  | "commitment"
  | "list"
  | "pages"
  | "epochs"
  | "powers"
  | "whole list"
  | "growth"
  | "place"
  | "signature"
  | "signers"
  | "statement"
  | "archive"
  | "facts"
  | "shards"
  | "releases"
  | "blocks"
  | "events"
  | "chain"
  | "release"
  | "node"
  | "ledger"
  | "published pages"
  | "attestation"
  | "lineage"
  | "output"
  | "manifest"
  | "storage";

const row = (subject: Subject, holds: string) => ({ subject, holds });

/**
 * Every check that a verifier makes: its subject, and what holds if it passes. All verifiers use the same id for the
 * same check; the name of a check also says which of several subjects of the file it is about.
 */
export const CHECKS = {
  format: row("document", "it has the fields of its format, in its spelling, and every point is in its group"),
  proof: row("proof", "the proof satisfies the equation of its key"),
  signals: row("signals", "there are as many public signals as the key has"),
  circuit: row("circuit", "the circuit is trusted for just this statement and page size, and its key is not weak"),
  key: row("work", "it is about the work that was asked about"),
  commitment: row("commitment", "it is about the shards that the verifier knows, and no others"),
  list: row("list", "it is about the list that the verifier knows, by name and root"),
  scheme: row("list", "the scheme is the list's"),
  accumulators: row("epochs", "every accumulator of entries is the list's at its epoch"),
  powers: row("powers", "the powers of tau are trusted"),
  accumulator: row("powers", "the commitment is the hash of the accumulator and the powers of tau"),
  pages: row("pages", "every page is the list's at its place, and an open one has the entries of its digest"),
  complete: row("whole list", "no page or epoch of the list is missing for any shard"),
  current: row("growth", "the list has not grown since"),
  place: row("place", "the page came with this epoch of the list"),
  signature: row("signature", "somebody whose signature counts made it"),
  signers: row("signers", "nobody signed twice"),
  statement: row("statement", "what is signed is what the bundles make possible, to the byte"),
  archive: row("archive", "nothing in it is damaged, missing or left over"),
  facts: row("facts", "facts and documents follow from the other files, to the byte"),
  signed: row("facts", "the signature covers every file, and no missing one"),
  shards: row("shards", "declared, described and proved shards are the same, each once and in order"),
  bases: row("shards", "what a shard was added to is there"),
  schemes: row("shards", "the shard has keys of the schemes of the lists"),
  distinct: row("releases", "no pack appears twice"),
  block: row("blocks", "the receipt is in the block, and its transaction succeeded"),
  order: row("blocks", "blocks rise, and nothing stands there twice"),
  needed: row("blocks", "every receipt holds an event that is needed"),
  published: row(
    "events",
    "the chain's list has the root document at its epoch, and every page or accumulator at its place",
  ),
  accepted: row("events", "every page or list was accepted for every shard, by a trusted circuit or powers of tau"),
  registered: row("events", "the release has the declared weights, parents and shards"),
  "known-blocks": row("chain", "the blocks are those that the verifier knows to be of the chain"),
  contracts: row("chain", "the contracts are those that the verifier knows"),
  "list-id": row("chain", "the list of the chain is the one that the verifier knows"),
  "release-id": row("release", "it is about the release that the verifier knows"),
  "node-chain": row("node", "the node is of the same chain"),
  "node-epoch": row("published pages", "the chain has this root document at the list's epoch now"),
  "node-shard": row("published pages", "the ledger says now that the shard is clean up to the list's epoch"),
  "node-release": row(
    "ledger",
    "the contract says that the release and all that it descends from are clean up to the list's epoch",
  ),
  uid: row("attestation", "the attestation has the UID of its content"),
  service: row("attestation", "it is made for the attestation service that is trusted"),
  schema: row("attestation", "the service knows the schema as ours"),
  timestamp: row("attestation", "the service has seen it, after it was signed"),
  expiry: row("attestation", "it has not expired"),
  revocation: row("attestation", "nobody took it back"),
  weights: row("lineage", "a step made the weights"),
  material: row("lineage", "what a step used was made by a step, or is a committed shard"),
  "weak-digest": row("lineage", "what a step used is not known only by a digest that others can have"),
  chronology: row("lineage", "what a step used was there when it began"),
  cycle: row("lineage", "no step used what was made from its own product"),
  "source-shards": row("lineage", "the steps lead back to the shards of the release, all of them and no others"),
  "steps-root": row("lineage", "the steps are those whose root was published"),
  output: row("output", "the output is the one that was signed"),
  "output-keys": row("output", "the list of keys is not older than the one that is known"),
  "output-key": row("output", "a key of the release's list made the signature"),
  "output-release": row("output", "output, keys and registry are of the same release, the one that was asked for"),
  "key-valid": row("output", "the key counted when it signed, and was not revoked before the output was anchored"),
  "output-proof": row("output", "the proof leads from the output to the root of its batch"),
  "output-anchor": row("output", "the root of the batch is known to be anchored"),
  manifest: row("manifest", "the file has one C2PA manifest, with the signature of one output in it"),
  "manifest-content": row("manifest", "the manifest was made for this content"),
  "manifest-valid": row("manifest", "the manifest is as its signer made it, and in other ways valid for C2PA"),
  "storage-file": row("storage", "the file has the recorded size and SHA-256"),
  "filecoin-piece": row("storage", "the file has the recorded piece commitment of Filecoin"),
  "arweave-root": row("storage", "the file has the recorded data root of Arweave"),
  "celestia-commitment": row("storage", "the file has the recorded blob commitment of Celestia"),
  "storage-anchor": row("storage", "the root of the file's names on storage networks is known to be anchored"),
  "release-clean": row("output", "the registry says that the release is clean against the list"),
} as const satisfies Record<string, { subject: Subject; holds: string }>;

/** Identifies a kind of check, the same in every verifier. */
export type CheckId = keyof typeof CHECKS;

const PROVED: readonly Subject[] = ["document", "proof", "circuit"];
const BUNDLE: readonly Subject[] = [...PROVED, "list", "pages", "whole list", "growth"];
const STATEMENT: readonly Subject[] = [...BUNDLE, "signature", "signers", "statement"];
const LISTING: readonly Subject[] = [...PROVED, "work", "list", "pages", "growth", "place"];
const ACCUMULATED: readonly Subject[] = ["document", "proof", "powers"];
const EVIDENCE: readonly Subject[] = ["shards", "blocks", "events", "chain"];

/**
 * The subjects of each verifier, when its policy names everything that a policy can name. A verifier makes every check
 * of its subjects, so that all verifiers agree on what they refuse. `bundle` and `disclosure` are about shards with
 * Merkle trees, `disjointness` and `member` are the same about shards with accumulators. `node`: the part of a pack's
 * verification that asks a node; `attestation`: an off-chain attestation.
 */
export const HOLDS = {
  groth16: ["document", "proof", "signals"],
  bundle: BUNDLE,
  disjointness: [...ACCUMULATED, "list", "epochs", "whole list", "growth"],
  statement: STATEMENT,
  disclosure: [...PROVED, "work", "commitment"],
  member: [...ACCUMULATED, "work", "commitment"],
  listing: LISTING,
  pack: [...STATEMENT, ...EVIDENCE, "commitment", "archive", "facts", "release", "lineage"],
  receipt: [...LISTING, ...EVIDENCE, "releases"],
  node: ["node", "ledger", "published pages", "growth"],
  attestation: ["signature", "node", "ledger", "attestation"],
  lineage: ["document", "signature", "lineage"],
  output: ["document", "signature", "output", "growth"],
  manifest: ["manifest"],
  storage: ["storage"],
} as const satisfies Record<string, readonly Subject[]>;

/** Everything that reaches a verdict. */
export type Verifier = keyof typeof HOLDS;

/** The checks that a verifier makes. */
export const listChecks = (verifier: Verifier): CheckId[] =>
  (Object.keys(CHECKS) as CheckId[]).filter((id) =>
    (HOLDS[verifier] as readonly Subject[]).includes(CHECKS[id].subject),
  );
