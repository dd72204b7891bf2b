/** What an error of a contract means, and what to do about it. */
export type Revert = { problem: string; hint: string };

const revert = (problem: string, hint: string): Revert => ({ problem, hint });

/** Every error that the contracts can revert with, by its name, and the two that Solidity itself has. */
export const REVERTS = {
  AlreadyAccepted: revert("the ledger has accepted this page from this circuit", "Nothing is left to do for it."),
  AlreadyReviewed: revert("the reviewer has confirmed this epoch or a later one", "Nothing is left to do for it."),
  AttestationIsFalse: revert(
    "the release is not clean up to this epoch",
    "Attest an epoch up to which it is clean, or submit the missing proofs first.",
  ),
  CircuitExists: revert(
    "a circuit with this id was admitted before",
    "A circuit is admitted once. If it was paused or revoked, make new keys and propose that circuit.",
  ),
  CircuitNotActive: revert("the circuit is paused or revoked", "Prove the page with another circuit of the ledger."),
  ContentHashMismatch: revert(
    "the epoch has another content hash than expected",
    "Get the list as it was published, and compare it with the epoch.",
  ),
  DelayTooShort: revert(
    "the delay between a proposal and its admission is too short",
    "Give a ledger with an owner a delay of at least 172800 seconds.",
  ),
  EmptyBatch: revert("the claims contain no page", "Submit at least one proof."),
  EpochAlreadyConfirmed: revert("the epoch is confirmed", "Confirmed epochs can never be dropped."),
  EpochNotConfirmed: revert(
    "reviewers have not confirmed the epoch",
    "Wait until enough reviewers have confirmed it, or name an earlier epoch.",
  ),
  Error: revert("a contract reverted with a message", "Check that the address is that of the contract that is meant."),
  ForgeableKey: revert(
    "the verification key has no phase 2 contribution, so anyone could forge proofs",
    "Contribute to the set-up, and use the resulting key.",
  ),
  GasBelowFloor: revert("too little gas is left to verify, and nothing was decided", "Send it with more gas."),
  InvalidAttestation: revert(
    "the attestation data is not a release, a list and an epoch",
    "Encode it as the schema says: bytes32 release, bytes32 list, uint64 epoch.",
  ),
  InvalidCid: revert(
    "the text is not a CIDv1 with SHA-256 in lowercase base32",
    "Name the evidence pack as it was printed when it was made.",
  ),
  InvalidEntries: revert("the page size is neither 16 nor 256", "Propose a circuit for pages of 16 or 256 entries."),
  InvalidKeyPoint: revert(
    "a point of the verification key is malformed",
    "Install the circuit's artifacts again, and use their key.",
  ),
  InvalidPage: revert("a page has an invalid digest or size", "Build the list again, and publish that."),
  InvalidReviewers: revert(
    "the reviewers or their threshold are invalid",
    "Name at most 16 different reviewers in ascending order, and a threshold between 1 and their number.",
  ),
  InvalidScheme: revert("the list has no fingerprint scheme", "Name the scheme of the list's entries."),
  LengthMismatch: revert("there is not one proof per claimed page", "Submit exactly one proof per page."),
  ListExists: revert(
    "this account already created a list with this configuration",
    "Append to the existing list, or give the new one other metadata.",
  ),
  NoContentHash: revert("the epoch has no content hash", "Publish the SHA-256 of the list's root document."),
  NoPages: revert("the epoch has no pages", "Publish at least one new page."),
  NoSchemes: revert("the shard has no fingerprint scheme", "Name the schemes that the shard was committed with."),
  NoShards: revert("the release has no shards", "Name at least one shard."),
  NoValue: revert("the attestation carries value", "Attest without value."),
  NotAccepted: revert(
    "the page to carry over was not accepted from this circuit",
    "Submit a proof for it first, or carry over from another page.",
  ),
  NotClean: revert(
    "the release is not clean, or lags by more pages than allowed",
    "Submit the missing proofs of the shard that lags most.",
  ),
  NotEnoughGas: revert("the gas ran out during verification, and nothing was decided", "Send it with more gas."),
  NotGuardian: revert("the caller is not the guardian of the ledger", "Sign with the guardian's key."),
  NotOwner: revert("the caller is not the owner", "Sign with the owner's key."),
  NotPendingOwner: revert(
    "the list is not being transferred to the caller",
    "Have the owner start the transfer to this account, or sign with the pending owner's key.",
  ),
  NotProposed: revert("no proposal of this circuit is pending", "Have the owner propose it first."),
  NotPublisher: revert(
    "the caller may not publish in the list",
    "Sign with the key of the owner or of a publisher, or have the owner grant the permission.",
  ),
  NotReviewer: revert("the caller is not a reviewer of the list", "Sign with a reviewer's key."),
  NotVendor: revert("the caller is not the vendor of the release", "Sign with the vendor's key."),
  OnlyEas: revert("the caller is not the attestation service", "Attest through the service of the resolver."),
  PageCountMismatch: revert(
    "the list has another number of pages than expected",
    "Another publisher was faster, or an earlier transaction was mined after all: publish again.",
  ),
  PageMismatch: revert("the two pages have different digests", "Carry over between equal pages only."),
  PageNotConfirmed: revert(
    "reviewers have not confirmed the page's epoch",
    "Wait until enough reviewers have confirmed it.",
  ),
  PageSizeMismatch: revert("the page has another size than the circuit", "Use a circuit for pages of this size."),
  Panic: revert(
    "a contract reverted on an internal check",
    "Check that the address is that of the contract that is meant.",
  ),
  ProofRefused: revert(
    "the proof is malformed, or proves another statement or belongs to another circuit",
    "Verify the proof, and prove the page again if it is invalid.",
  ),
  ReleaseExists: revert("exactly this release is registered", "Nothing is left to do for it."),
  ShardExists: revert("the vendor has registered this shard", "Nothing is left to do for it."),
  TagTaken: revert(
    "the vendor has registered another release of this model and version",
    "Choose another version: a registered one cannot be changed.",
  ),
  TooEarly: revert("the proposal's delay has not passed", "Admit the circuit from that time on."),
  TooManyAncestors: revert("the release has more than 64 ancestors", "Name fewer parents."),
  TooManyCircuits: revert("the ledger already has 256 circuits", "Deploy another ledger."),
  UnboundSignals: revert(
    "the verification key binds only a combination of the signals",
    "Make another key: this one is the result of an unsound set-up.",
  ),
  UnknownCircuit: revert("the ledger has never admitted this circuit", "Use a circuit that the ledger has."),
  UnknownEpoch: revert("the list has no epoch with this number", "Name an epoch that was published."),
  UnknownList: revert("no list has this id", "Check the list's id and the deployment."),
  UnknownPage: revert("the list has no page with this number", "Name a page that was published."),
  UnknownRelease: revert("no release has this id", "Check the release's id and the deployment."),
  UnknownShard: revert("the vendor has not registered this shard", "Register the shard first, with the same key."),
  WrongSchema: revert("the attestation has another schema", "Attest with the schema of this resolver."),
} as const satisfies Record<string, Revert>;

/** The name of an error of the contracts. */
export type RevertName = keyof typeof REVERTS;
