import { artifact, chain, data, usage } from "./entry.ts";

const LATER = "Try again later, or use another node.";

/** Nodes, accounts, deployments, lists and releases on a chain. Errors of the contracts have a file of their own. */
export const CHAIN = {
  "chain/already-deployed": usage("The deployment's file exists.", "Remove it to deploy again, or use another file."),
  "chain/bad-address": usage("The address of a node is not an http or https address.", "Write https://HOST/PATH."),
  "chain/bad-address-file": usage("A file does not hold the address of a node.", "Write one address into it."),
  "chain/bad-answer": chain(
    "A node or contract gave an answer that cannot be right.",
    "Check the address, or use another node.",
  ),
  "chain/bad-id": usage(
    "The id of a list, release or circuit, or a commitment, is malformed.",
    "Pass 0x and 64 hexadecimal digits; a commitment is a decimal below the field order.",
  ),
  "chain/bad-journal": data("The journal of the embedded chain is damaged.", "Remove its folder to start again."),
  "chain/bad-key-file": usage("A file does not hold a private key.", "Write 64 hexadecimal digits into it."),
  "chain/bad-keystore": usage("A keystore cannot be opened.", "Check the keystore and the file with its password."),
  "chain/bad-terms": usage(
    "The shares or terms of a release cannot be recorded as they are.",
    "Give shares in basis points, a license in SPDX, and names of uses.",
  ),
  "chain/circuit-differs": artifact(
    "A circuit on the chain has another key than the local one.",
    "Do not use its proofs.",
  ),
  "chain/circuit-admitted": usage("The circuit was admitted before.", "Make new keys, and propose that circuit."),
  "chain/deployment-differs": chain("What was deployed is not what was to be.", "Use another node."),
  "chain/development-key": artifact(
    "A development key would be deployed on a public chain.",
    "Make keys in a ceremony.",
  ),
  "chain/development-powers": artifact(
    "Development powers of tau would be deployed on a public chain.",
    "Use the powers of tau of a ceremony.",
  ),
  "chain/fixed-circuits": usage("The ledger could never take another circuit.", "Add circuits, or name an owner."),
  "chain/ignition-failed": chain("A deployment by Hardhat Ignition failed.", "Run again: it goes on where it ended."),
  "chain/invalid": data("The deployment's file is malformed.", "Write it again by deploying, or get it again."),
  "chain/journal-busy": chain("Another process writes to the embedded chain.", "Run one command at a time."),
  "chain/lacks-opcodes": chain(
    "The chain lacks operations that the contracts need.",
    "Use a chain with Cancun's rules.",
  ),
  "chain/no-address-file": usage("The file with a node's address does not exist.", "Check the path."),
  "chain/no-anchors": chain(
    "An address has no contract of anchors for this registry.",
    "Give the address that deploying it returned.",
  ),
  "chain/no-contracts": chain("The chain has no contract where the deployment says.", "Use this chain's deployment."),
  "chain/no-powers": usage(
    "The deployment takes no disjointness proofs.",
    "Use a deployment with powers of tau, or page proofs.",
  ),
  "chain/other-accumulators": data(
    "The accumulators on the chain are not those of the entries at hand.",
    "Do not confirm the epoch: object to it.",
  ),
  "chain/no-new-epoch": data(
    "The accumulators of a list would need an epoch without pages.",
    "Publish them with the next entries.",
  ),
  "chain/no-epoch": data(
    "The list on the chain has no such epoch.",
    "Publish the list, or prove against the published one.",
  ),
  "chain/no-funds": chain("The signer cannot pay for its transactions.", "Send it some of the chain's currency."),
  "chain/no-key-file": usage("The file with the signer's key does not exist.", "Check the path."),
  "chain/no-optional": usage(
    "The deployment lacks an optional contract.",
    "Deploy it. It is added to the deployment's file.",
  ),
  "chain/no-release": chain("No event registers the release.", "Register it first."),
  "chain/no-signer": usage("A transaction needs a signer.", "Give the signer's key."),
  "chain/node-behind": chain(
    "A node has not reached a block that was read before.",
    "Ask again later, or another node.",
  ),
  "chain/node-refuses": chain("A node refused the request.", LATER),
  "chain/nodes-disagree": chain("The node and the quorum node give different answers.", "Use other nodes."),
  "chain/not-a-prefix": data("The list does not extend the published one.", "Build it from the published list."),
  "chain/not-allowed": chain("The node requires a key or permission.", "Check the key in the node's address."),
  "chain/not-an-epoch": data("The list has no epoch with this content.", "Get the list as it was published."),
  "chain/not-compiled": artifact(
    "The compiled contracts cannot be read, or are not of these sources.",
    "Compile the contracts.",
  ),
  "chain/not-found": data("The deployment's file cannot be read.", "Deploy first, or give the file's path."),
  "chain/not-in-list": data(
    "The list on the chain has no such page.",
    "Publish the list first, or name the right one.",
  ),
  "chain/epoch-without-pages": chain(
    "A list has an epoch of accumulators alone, and its pages are asked for.",
    "Prove against it with a shard that is committed to by an accumulator.",
  ),
  "chain/nothing-counts": chain("No epoch of the list is confirmed.", "Publish the list, or wait for its reviewers."),
  "chain/open-address-file": usage(
    "Others can read the file with a node's address.",
    "Restrict it to its owner (mode 600).",
  ),
  "chain/open-key-file": usage(
    "Others can read the file with the signer's key.",
    "Restrict it to its owner (mode 600).",
  ),
  "chain/other-chain": chain("The node is of another chain than expected.", "Use a node of that chain."),
  "chain/other-outbox": usage("The outbox belongs to another ledger.", "Use another file."),
  "chain/other-scheme": data(
    "The list on the chain has another scheme.",
    "Pass the id of the list that the document belongs to.",
  ),
  "chain/owner-publishes": usage("The owner and the publisher are one account.", "Transfer the list to another owner."),
  "chain/rate-limited": chain("A node limits the rate of requests.", LATER),
  "chain/reverted": chain("A call reverted without a known error.", "Check the addresses of the deployment."),
  "chain/timeout": chain("The chain did not show a transaction's effect in time.", "Run again: nothing is sent twice."),
  "chain/unprovable-block": chain(
    "The hash of a block does not follow from what nodes say of it.",
    "Use another node.",
  ),
  "chain/unreachable": chain("A node did not answer, or not as a node does.", "Check the address, and that it runs."),
  "chain/unsettled": chain("The chain was reorganized while it was read.", "Read at a greater distance from the head."),
  "explore/cannot-listen": usage("The page cannot be served on this port.", "Give another with --port."),
  "explore/not-built": artifact("The registry's page was not built.", "Build it: npm run build:web"),
  "index/cannot-open": usage("The index of events cannot be opened.", "Use another file."),
  "index/not-an-index": data("A file is not an index of events.", "Use another file."),
  "index/other-deployment": data("The index belongs to another deployment.", "Use another file."),
  "index/other-version": data(
    "The index was written by another version, or was not finished.",
    "Run `disjoint chain index` on it again.",
  ),
  "registry/not-found": data("The snapshot of a registry cannot be read.", "Check the path and its permissions."),
  "registry/unknown": data(
    "The registry has no list or release with this id.",
    "Check the id, the chain and the contracts: `disjoint chain lists` and `disjoint chain releases` print the ids.",
  ),
  "registry/invalid": data(
    "A snapshot of a registry is not in its format.",
    "Write the snapshot again from an index of the chain.",
  ),
};
