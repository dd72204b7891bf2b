import { chain } from "./entry.ts";

/** Errors of the contracts beside a deployment: tokens and royalties, terms, anchors and adapters. */
export const OPTIONAL = {
  "chain/already-anchored": chain(
    "The root is anchored for the release.",
    "Nothing is left to do for it: it keeps its first time.",
  ),
  "chain/already-committed": chain(
    "The vendor committed to this hash before.",
    "Nothing is left to do for it: it keeps its time.",
  ),
  "chain/already-minted": chain(
    "The release has a token, and its shares never change.",
    "Nothing is left to do for it.",
  ),
  "chain/already-set": chain("The payees of the account are set.", "They never change: nothing is left to do."),
  "chain/balance-shrank": chain(
    "The token's balance fell without a payment.",
    "Nothing of this token is paid until the balance is back. Other tokens are not affected.",
  ),
  "chain/enforced-pause": chain("The contract was stopped for good by its guardian.", "Use another verifier."),
  "chain/erc721-incorrect-owner": chain("The token belongs to another account.", "Name its owner."),
  "chain/erc721-insufficient-approval": chain(
    "The caller may not transfer the token.",
    "Sign with the owner's key, or have the owner approve it.",
  ),
  "chain/erc721-invalid-approver": chain(
    "Only the owner of a token or its operator approves others.",
    "Sign with the owner's key.",
  ),
  "chain/erc721-invalid-operator": chain("The operator is the zero address.", "Name an account."),
  "chain/erc721-invalid-owner": chain("The zero address owns no tokens.", "Name an account."),
  "chain/erc721-invalid-receiver": chain(
    "The receiver does not take tokens.",
    "Name an account that takes ERC-721 tokens.",
  ),
  "chain/erc721-invalid-sender": chain("The token does not come from this account.", "Name its owner."),
  "chain/erc721-nonexistent-token": chain("The release has no token.", "Mint it first."),
  "chain/failed-call": chain(
    "The receiver refused the payment.",
    "Have the payee take ether: its contract must not revert when it is paid.",
  ),
  "chain/failed-deployment": chain(
    "The royalty account could not be created.",
    "Send the transaction again with more gas.",
  ),
  "chain/incomplete-terms": chain(
    "The terms have no license, or only one of policy and URI.",
    "State a license, and the hash of a policy together with its URI.",
  ),
  "chain/insufficient-balance": chain("The contract has less than it is to pay.", "Ask what is due, and claim that."),
  "chain/invalid-payee": chain(
    "A payee is the zero address or the account itself, or has no share.",
    "Name an account, and a share above 0.",
  ),
  "chain/invalid-signature": chain(
    "A signature is not that of the signer in its place.",
    "Give one signature for each signer, in the order of the signers, of exactly this content.",
  ),
  "chain/invalid-signers": chain(
    "The signers are not in ascending order, or the threshold does not fit them.",
    "Give signers in ascending order, and a threshold between 1 and their number.",
  ),
  "chain/invalid-use": chain(
    "The name of a use is empty, or not above the one before it.",
    "Give each use once, in ascending order.",
  ),
  "chain/no-root": chain("The root is zero.", "Pass the root that was printed when the batch was made."),
  "chain/no-terms": chain(
    "The release or an ancestor has no terms, so nothing is permitted.",
    "Have its vendor state terms. Silence is no permission.",
  ),
  "chain/not-a-shard": chain(
    "The commitment of a licensor is none of the release's shards.",
    "Pass a commitment that the release was registered with.",
  ),
  "chain/not-committed": chain(
    "The vendor never committed to these weights and shards.",
    "Pass the salt of the commitment, and exactly what was committed to.",
  ),
  "chain/not-fixed-before": chain(
    "The data of the release or an ancestor were not fixed before the epoch.",
    "Reveal the commitment. If it is as late as the epoch, nothing shows that the data are older.",
  ),
  "chain/not-forwarder": chain(
    "The caller is not the forwarder of the oracle network.",
    "Have the forwarder deliver the report.",
  ),
  "chain/not-minter": chain("Only the contract that mints releases sets payees.", "Mint the release."),
  "chain/nothing-due": chain("Nothing is due to this payee now.", "Claim after more came in."),
  "chain/reentrancy-guard-reentrant-call": chain(
    "The contract was called while it was paying.",
    "Have the payee claim in a transaction of its own.",
  ),
  "chain/safe-erc20-failed-operation": chain(
    "The ERC-20 token refused the transfer.",
    "Ask the issuer of the token whether the payee may receive it.",
  ),
  "chain/selector-mismatch": chain(
    "The seal is for another verifier.",
    "Use the verifier that the first bytes of the seal name.",
  ),
  "chain/share-exceeds-whole": chain("A share is more than the whole.", "Give at most 10000 basis points."),
  "chain/shares-exceed-whole": chain(
    "The shares of parents and licensors are together more than the whole.",
    "Give the licensors less: the parents' shares are fixed.",
  ),
  "chain/stale-signature": chain(
    "A signature is more than an hour old, or of the future.",
    "Have the signer sign again.",
  ),
  "chain/strings-insufficient-hex-length": chain(
    "A number does not fit into its hexadecimal text.",
    "Check that the address is that of the contract that is meant.",
  ),
  "chain/terms-exist": chain(
    "The release has terms, which never change.",
    "State other terms for a new version of the model.",
  ),
  "chain/too-deep": chain(
    "Payments would pass through more than 10 accounts.",
    "Leave the release without a token: its lineage is too deep.",
  ),
  "chain/too-few-signatures": chain("Fewer signers than the threshold have signed.", "Get signatures of more signers."),
  "chain/too-many-licensors": chain(
    "There are more than 64 data licensors.",
    "Pay several through one account that splits.",
  ),
  "chain/too-many-uses": chain("The terms list more than 64 uses.", "List fewer uses."),
  "chain/unknown-payee": chain("The account has no payee at this place.", "Ask for the payees of the account."),
  "chain/use-prohibited": chain(
    "The terms of the release or an ancestor prohibit the use.",
    "Ask the vendor of that release for a license.",
  ),
  "chain/verification-failed": chain(
    "The seal does not prove the journal for this image.",
    "Make the proof again, for this circuit and journal.",
  ),
  "chain/wrong-signature-count": chain(
    "There is not one signature for each signer.",
    "Give an empty one for each signer that did not sign.",
  ),
  "chain/wrong-template": chain(
    "The report is for another contract, chain or list.",
    "Make the report for this oracle.",
  ),
  "chain/wrong-transfer": chain(
    "The token took another amount from the account than is due.",
    "Such a token cannot be claimed. Other tokens are not affected.",
  ),
  "chain/wrong-workflow": chain(
    "The report is of another workflow.",
    "Deliver a report of the workflow that the contract was deployed with.",
  ),
};
