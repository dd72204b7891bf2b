import type { Blocklist } from "../blocklist/list.ts";
import type { Listing } from "../bundle/listing.ts";
import { keyToHex } from "../fingerprint/key.ts";
import { LISTINGS } from "../plan/circuits.ts";
import type { Artifacts } from "../setup/verifiedArtifacts.ts";
import { dataError } from "../shared/errors.ts";
import { bytesToBigIntBE } from "../shared/field.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { listingInput } from "../witness/listing.ts";
import { proveSignals } from "./signals.ts";

/** The entry to open, and its list. */
export type ListingOptions = {
  list: Blocklist;
  /** Key of the work under the list's scheme, 31 bytes. */
  key: Uint8Array;
  /** Loads the verified artifacts of a circuit by name. */
  artifacts(circuit: string): Promise<Artifacts>;
  onProgress?: OnProgress;
  signal?: AbortSignal;
};

/**
 * Proves that a work is an entry of a list. For a confidential list, neither the page's other entries nor its salt are
 * revealed.
 *
 * @throws data `listing/not-listed`; any error of proving
 */
export async function proveListing(options: ListingOptions): Promise<Listing> {
  const { list, key, artifacts, onProgress = silent } = options;
  const { name, scheme, root, epochs, pageSize } = list;
  const page = list.pages.findIndex(({ keys }) => keys.some((entry) => Buffer.compare(entry, key) === 0));
  if (page < 0)
    throw dataError(
      "listing/not-listed",
      `the list ${name} has no entry ${keyToHex(key)}`,
      `Pass a work that is on the list, as its scheme ${scheme} takes it. ` +
        "A file is one work, all of it. Or give the text of a work as `value`.",
    );
  const circuit = await artifacts(LISTINGS[pageSize].name);
  onProgress({ stage: "listing", done: 0, total: 1, what: `proving an entry of page ${page}` });
  const { digest } = list.pages[page]!;
  const input = listingInput(digest, key, list.pages[page]!);
  const proof = await proveSignals(circuit, input, [digest, bytesToBigIntBE(key)], "listing", options);
  return {
    key: keyToHex(key),
    scheme,
    blocklist: { name, root },
    page,
    epoch: epochs.findIndex((count) => count > page) + 1,
    pageSize,
    pageDigest: digest,
    circuitId: circuit.lock.circuitId,
    proof,
  };
}
