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

/** Which entry of which list is opened. */
export type ListingOptions = {
  list: Blocklist;
  /** 31 bytes; of the work, under the list's scheme. */
  key: Uint8Array;
  /** The artifacts of a circuit by its name, having passed the gate. */
  artifacts(circuit: string): Promise<Artifacts>;
  onProgress?: OnProgress;
  signal?: AbortSignal;
};

/**
 * Proves where a work stands in a list. Of a confidential list, neither the page's other entries nor its salt are told.
 *
 * @throws data `listing/not-listed`; whatever proving throws
 */
export async function proveListing(options: ListingOptions): Promise<Listing> {
  const { list, key, artifacts, onProgress = silent } = options;
  const { name, scheme, root, epochs, pageSize } = list;
  const page = list.pages.findIndex(({ keys }) => keys.some((entry) => Buffer.compare(entry, key) === 0));
  if (page < 0)
    throw dataError(
      "listing/not-listed",
      `the list ${name} has no entry ${keyToHex(key)}`,
      `Name a work of the list, as its scheme ${scheme} takes it.`,
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
