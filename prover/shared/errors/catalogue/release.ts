import { artifact, chain, data, usage } from "./entry.ts";

const WRITABLE = "Check the path, its permissions and the free space.";

/** Configurations and releases. */
export const RELEASE = {
  "config/invalid": usage("The configuration has bad fields.", "Correct the fields that the message names."),
  "config/not-found": usage("There is no configuration.", "Create one from the data, or give its path."),
  "config/several": usage("A folder holds several configurations.", "Give the path of one."),
  "config/syntax": usage("The configuration cannot be parsed.", "Correct the file."),
  "config/undecided": usage("The configuration leaves a decision open.", "Choose formats and fields for the data."),
  "init/exists": usage("The configuration exists.", "Remove it, or choose another folder."),
  "init/no-data": usage("The folder holds no data.", "Give the folder of the dataset."),
  "release/bad-bundle": data("A bundle of the release does not verify.", "Remove its folder, and run again."),
  "release/bad-tag": usage("The tag has characters that a tag cannot have.", "Use letters, digits and . _ + -"),
  "release/busy": usage("Another run uses the output folder.", "Wait until it has ended."),
  "release/early-epoch": usage("A list has not reached the demanded epoch.", "Wait, or lower the demand."),
  "release/invalid": data("A document of a release is malformed.", "Restore it from a backup."),
  "release/no-accumulators": data(
    "A list lacks accumulators that a shard with an accumulator needs, in its folder or on the chain.",
    "Ask its publisher for accumulators of the shard's powers of tau, or commit the shard by a Merkle tree.",
  ),
  "release/list-behind": data("The local list has fewer pages than the published one.", "Fetch the list again."),
  "release/no-bundle": data("A bundle of the release is missing.", "Run again."),
  "release/no-measurements": artifact("The measurements for the estimate cannot be read.", "Restore the file."),
  "release/no-space": data("The output folder has too little free space.", "Free some, or choose another folder."),
  "release/not-found": data("A document of a release cannot be read.", "Check the path."),
  "release/not-published": usage("A list has no id on the chain.", "Publish it, and give its id."),
  "release/other-circuit": artifact(
    "The ledger does not take proofs of the installed circuit.",
    "Install its circuits.",
  ),
  "release/other-powers": artifact(
    "The ledger does not take proofs with the powers of tau in use.",
    "Use the powers that the ledger was deployed with.",
  ),
  "release/other-list": data("The local list is not the one on the chain.", "Fetch the list again, or correct its id."),
  "release/other-scheme": usage("A shard has no keys of a list's scheme.", "Add the scheme to the shard."),
  "release/other-shard": data("A shard is not the one that was released.", "Restore it, or release under a new tag."),
  "release/output": data("The output folder cannot be written.", WRITABLE),
  "release/refused": chain("The ledger refused a proof.", "Check that the installed circuits are the ledger's."),
  "release/same-list": usage("Two lists have the same name.", "List each blocklist once."),
  "release/state-lost": data("A registered release is missing from the output folder.", "Restore it from a backup."),
  "release/tag-taken": usage("The tag is registered with other content.", "Release under a new tag."),
  "release/unknown-list": usage("The policy names an unknown list.", "Correct the policy."),
  "release/unknown-tag": usage("The tag has not been released from here.", "Release it first."),
};
