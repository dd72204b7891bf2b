import { artifact, data, usage } from "./entry.ts";

const AGAIN = "Restore the shard from a backup, or commit its sources again.";

/** Shards: reading, sorting and committing them, and the input of a proof about them. */
export const COMMITMENT = {
  "commitment/bad-locations": data("The file of locations in a shard is damaged.", AGAIN),
  "commitment/bad-sources": data("The list of sources in a shard is damaged.", AGAIN),
  "commitment/busy": usage("Another process uses the folder.", "Wait until it has ended."),
  "commitment/damaged": data("A file of a shard is damaged or missing.", AGAIN),
  "commitment/exists": usage("The folder holds a shard already.", "Choose a new folder."),
  "commitment/invalid": data("A document of a shard is malformed.", AGAIN),
  "commitment/lost-keys": data("Fewer or more keys were sorted than read.", "Remove the cache, and commit again."),
  "commitment/memory": usage("The work needs more memory than is allowed.", "Allow more, or commit several shards."),
  "commitment/mismatch": data("A shard's salt does not belong to its commitment.", "Restore the salt from a backup."),
  "commitment/no-rows": data("The sources hold no record.", "Check the paths, and what was left out as bad."),
  "commitment/no-schemes": usage("No scheme is given.", "Give at least one, for example sha256."),
  "commitment/not-a-shard": data("A folder is not a shard.", "Give the folder of a finished commitment."),
  "commitment/nothing-new": data("Every record is in the base shards.", "No further shard is needed."),
  "commitment/other-schemes": usage("The base shard has other schemes or fields.", "Use the same schemes and fields."),
  "tree/bad-key": data("Bytes are not a sequence of keys.", "Give 31 bytes for each key, none of them 0."),
  "tree/crowded": data("Too many keys share their first bits.", "Leave some of the records out, or split the shard."),
  "tree/size": data("A file of a tree has the wrong size.", AGAIN),
  "tree/unsorted": data("Keys are not strictly ascending.", "Sort the keys, each once."),
  "tree/wrong-hash": data("The hashes of a tree are not those of its keys.", "Commit again, with other workers."),
  "plan/no-circuit": data("No circuit opens as many nodes as the page needs.", "Commit several smaller shards."),
  "witness/absent": data("The key is not in the shard.", "Prove that it is absent."),
  "witness/not-listed": data("The key is not on the page.", "Give a work of the list."),
  "witness/present": data("An entry of the page is in the shard.", "Remove the record, and commit again."),
  "check/other-scheme": data("The shard has no keys of the scheme.", "Commit the sources with that scheme as well."),
  "listing/not-listed": data("The list has no such entry.", "Give a work of the list, as its scheme reads it."),
  "prove/invalid": data("A partial result of a proof run is malformed.", "Remove the file."),
  "prove/no-accumulators": data(
    "A list has no accumulators of the powers of tau that the shard is committed to with.",
    "Ask its publisher for them, or commit the sources by a Merkle tree.",
  ),
  "prove/other-accumulator": data(
    "A disjointness proof does not hold: an accumulator is not of its entries or keys.",
    "Get the list from its publisher again.",
  ),
  "prove/other-statement": artifact("A proof has other public signals than expected.", "Report it."),
};
