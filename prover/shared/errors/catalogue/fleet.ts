import { artifact, data, usage } from "./entry.ts";

const SAME = "Give all members of a fleet the same version, circuits and file of the key.";

/** Fleets: their queue, storage, key and jobs. */
export const FLEET = {
  "fleet/bad-queue": usage("The queue's address cannot be used.", "Give an address of PostgreSQL."),
  "fleet/busy": usage("Another coordinator works on the same release.", "Wait until it has ended."),
  "fleet/damaged": data("A stored object does not open with the fleet's key.", "Check the key and the storage."),
  "fleet/given-up": data("A job failed each time that it was tried.", "Look at the logs of the workers."),
  "fleet/key-exists": usage("The file of the key exists.", "Choose another file."),
  "fleet/no-credentials": usage("There are no keys for the storage.", "Write them to AWS's credentials file."),
  "fleet/no-key": usage("The fleet's key cannot be read.", "Give the file of the key."),
  "fleet/no-object": data("The storage lacks an object.", "Run again."),
  "fleet/no-queue": usage("PostgreSQL cannot be used.", "Check its address, and the rights of the user."),
  "fleet/open-key": usage("The fleet's key can be read by others.", "Make the file readable for its owner only."),
  "fleet/open-queue-file": usage(
    "The file of the queue's address can be read by others.",
    "Make it readable for its owner only.",
  ),
  "fleet/other-circuit": artifact("A worker has another key of a circuit than the coordinator.", SAME),
  "fleet/other-key": usage("A member of the fleet has another key than the others.", SAME),
  "fleet/other-version": usage("A member of the fleet has another version than the others.", SAME),
  "fleet/storage": data("The storage failed again and again.", "Check that it can be reached."),
  "fleet/wrong-result": data("A worker's result is not that of its job.", "Look at what the worker runs."),
};
