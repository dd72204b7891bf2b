import { chain } from "./entry.ts";
import { OPTIONAL } from "./optional.ts";

/**
 * Every error that the contracts can revert with, and the two that Solidity itself has, by their names in kebab case:
 * `AlreadyAccepted` is `chain/already-accepted`.
 */
export const CONTRACTS = {
  "chain/accumulator-mismatch": chain(
    "The epoch of the list has another accumulator.",
    "Prove against the list as it was published, with the powers of tau that it names.",
  ),
  "chain/already-accepted": chain(
    "The ledger has accepted this page from this circuit.",
    "Nothing is left to do for it.",
  ),
  "chain/already-reviewed": chain(
    "The reviewer has confirmed this epoch or a later one.",
    "Nothing is left to do for it.",
  ),
  "chain/attestation-is-false": chain(
    "The release is not clean up to this epoch.",
    "Attest an epoch up to which it is clean, or submit the missing proofs first.",
  ),
  "chain/base-not-accepted": chain(
    "The shard is not proved to be disjoint from the epoch before what was added.",
    "Prove against the whole list, or submit the earlier proof first.",
  ),
  "chain/circuit-exists": chain(
    "A circuit with this id was admitted before.",
    "A circuit is admitted once. If it was paused or revoked, make new keys and propose that circuit.",
  ),
  "chain/circuit-not-active": chain(
    "The circuit is paused or revoked.",
    "Prove the page with another circuit of the ledger.",
  ),
  "chain/content-hash-mismatch": chain(
    "The epoch has another content hash than expected.",
    "Get the list as it was published, and compare it with the epoch.",
  ),
  "chain/delay-too-short": chain(
    "The delay between a proposal and its admission is too short.",
    "Give a ledger with an owner a delay of at least 172800 seconds.",
  ),
  "chain/empty-batch": chain("The claims contain no page.", "Submit at least one proof."),
  "chain/epoch-already-confirmed": chain("The epoch is confirmed.", "Confirmed epochs can never be dropped."),
  "chain/epoch-not-confirmed": chain(
    "Reviewers have not confirmed the epoch.",
    "Wait until enough reviewers have confirmed it, or name an earlier epoch.",
  ),
  "chain/error": chain(
    "A contract reverted with a message.",
    "Check that the address is that of the contract that is meant.",
  ),
  "chain/forgeable-key": chain(
    "The verification key has no phase 2 contribution, so anyone could forge proofs.",
    "Contribute to the set-up, and use the resulting key.",
  ),
  "chain/gas-below-floor": chain(
    "Too little gas is left to verify, and nothing was decided.",
    "Send it with more gas.",
  ),
  "chain/invalid-accumulator": chain(
    "An accumulator of the list is not a point of the curve.",
    "Build the list's accumulators again.",
  ),
  "chain/invalid-attestation": chain(
    "The attestation data is not a release, a list and an epoch.",
    "Encode it as the schema says: bytes32 release, bytes32 list, uint64 epoch.",
  ),
  "chain/invalid-base": chain(
    "The epoch after which entries were added does not fit the list.",
    "Publish the list again.",
  ),
  "chain/invalid-cid": chain(
    "The text is not a CIDv1 with SHA-256 in lowercase base32.",
    "Pass the content identifier that was printed when the pack was made.",
  ),
  "chain/invalid-entries": chain(
    "The page size is neither 16 nor 256.",
    "Propose a circuit for pages of 16 or 256 entries.",
  ),
  "chain/invalid-key-point": chain(
    "A point of the verification key is malformed.",
    "Install the circuit's artifacts again, and use their key.",
  ),
  "chain/invalid-page": chain("A page has an invalid digest or size.", "Build the list again, and publish that."),
  "chain/invalid-point": chain(
    "A point of a disjointness proof is not in its group, or at infinity.",
    "Make the proof again.",
  ),
  "chain/invalid-reviewers": chain(
    "The reviewers or their threshold are invalid.",
    "Pass at most 16 different reviewers in ascending order, and a threshold between 1 and their number.",
  ),
  "chain/invalid-scheme": chain("The list has no fingerprint scheme.", "Pass the scheme of the list's entries."),
  "chain/length-mismatch": chain("There is not one proof per claimed page.", "Submit exactly one proof per page."),
  "chain/list-exists": chain(
    "This account already created a list with this configuration.",
    "Append to the existing list, or give the new one other metadata.",
  ),
  "chain/no-accumulator": chain(
    "The epoch of the list does not have this accumulator.",
    "Name an epoch that was published with accumulators.",
  ),
  "chain/no-content-hash": chain("The epoch has no content hash.", "Publish the SHA-256 of the list's root document."),
  "chain/no-pages": chain("The epoch has no pages.", "Publish at least one new page."),
  "chain/no-schemes": chain(
    "The shard has no fingerprint scheme.",
    "Pass the schemes that the shard was committed with.",
  ),
  "chain/no-shards": chain("The release has no shards.", "Pass at least one shard."),
  "chain/no-value": chain("The attestation carries value.", "Attest without value."),
  "chain/not-accepted": chain(
    "The page to carry over was not accepted from this circuit.",
    "Submit a proof for it first, or carry over from another page.",
  ),
  "chain/not-clean": chain(
    "The release is not clean, or lags by more pages than allowed.",
    "Submit the missing proofs of the shard that lags most.",
  ),
  "chain/not-enough-gas": chain(
    "The gas ran out during verification, and nothing was decided.",
    "Send it with more gas.",
  ),
  "chain/not-guardian": chain("The caller is not the guardian of the contract.", "Sign with the guardian's key."),
  "chain/not-owner": chain("The caller is not the owner.", "Sign with the owner's key."),
  "chain/not-pending-owner": chain(
    "The list is not being transferred to the caller.",
    "Have the owner start the transfer to this account, or sign with the pending owner's key.",
  ),
  "chain/not-powers": chain(
    "The id is that of a circuit, not of powers of tau.",
    "Name the powers of tau of the deployment.",
  ),
  "chain/not-proposed": chain("No proposal of this circuit is pending.", "Have the owner propose it first."),
  "chain/not-publisher": chain(
    "The caller may not publish in the list.",
    "Sign with the key of the owner or of a publisher, or have the owner grant the permission.",
  ),
  "chain/not-reviewer": chain("The caller is not a reviewer of the list.", "Sign with a reviewer's key."),
  "chain/not-vendor": chain("The caller is not the vendor of the release.", "Sign with the vendor's key."),
  "chain/only-eas": chain("The caller is not the attestation service.", "Attest through the service of the resolver."),
  "chain/page-count-mismatch": chain(
    "The list has another number of pages than expected.",
    "Another publisher was faster, or an earlier transaction was mined after all: publish again.",
  ),
  "chain/page-mismatch": chain("The two pages have different digests.", "Carry over between equal pages only."),
  "chain/page-not-confirmed": chain(
    "Reviewers have not confirmed the page's epoch.",
    "Wait until enough reviewers have confirmed it.",
  ),
  "chain/page-size-mismatch": chain(
    "The page has another size than the circuit.",
    "Use a circuit for pages of this size.",
  ),
  "chain/panic": chain(
    "A contract reverted on an internal check.",
    "Check that the address is that of the contract that is meant.",
  ),
  "chain/proof-refused": chain(
    "The proof is malformed, or proves another statement or belongs to another circuit.",
    "Verify the proof, and prove the page again if it is invalid.",
  ),
  "chain/release-exists": chain("Exactly this release is registered.", "Nothing is left to do for it."),
  "chain/shard-exists": chain("The vendor has registered this shard.", "Nothing is left to do for it."),
  "chain/tag-taken": chain(
    "The vendor has registered another release of this model and version.",
    "Choose another version: a registered one cannot be changed.",
  ),
  "chain/too-early": chain("The proposal's delay has not passed.", "Admit the circuit from that time on."),
  "chain/too-many-ancestors": chain("The release has more than 64 ancestors.", "Pass fewer parents."),
  "chain/too-many-circuits": chain("The ledger already has 256 circuits.", "Deploy another ledger."),
  "chain/unbound-signals": chain(
    "The verification key binds only a combination of the signals.",
    "Make another key: this one is the result of an unsound set-up.",
  ),
  "chain/unknown-circuit": chain("The ledger has never admitted this circuit.", "Use a circuit that the ledger has."),
  "chain/unknown-epoch": chain("The list has no epoch with this number.", "Pass an epoch that was published."),
  "chain/unknown-list": chain("No list has this id.", "Check the list's id and the deployment."),
  "chain/unknown-page": chain("The list has no page with this number.", "Pass a page that was published."),
  "chain/unknown-release": chain("No release has this id.", "Check the release's id and the deployment."),
  "chain/unknown-shard": chain(
    "The vendor has not registered this shard.",
    "Register the shard first, with the same key.",
  ),
  "chain/wrong-schema": chain("The attestation has another schema.", "Attest with the schema of this resolver."),
  ...OPTIONAL,
};
