import { isSameAccumulator } from "../../prover/accumulator/listAccumulators.ts";
import { type ListRoot, readListRoot } from "../../prover/bundle/listRoot.ts";
import { readArchive } from "../../prover/evidence/car.ts";
import { writeCertificate } from "../../prover/evidence/certificate.ts";
import { accumulatorsIn, describeExcludingRelease } from "../../prover/evidence/makeCertificate.ts";
import { evidenceIn } from "../../prover/evidence/pack.ts";
import { pinnedIn } from "../../prover/evidence/packChecks.ts";
import type { Registry } from "../../prover/registry.ts";
import { DisjointError } from "../../prover/shared/errors.ts";
import { type CertificatePolicy, type Check, verifyCertificate } from "../../prover/verify.ts";
import type { OpenPage } from "./searchList.ts";

/**
 * What came of making a certificate. `made`: `file` is its text, which is true under the registry's circuits and
 * contracts. `false`: the first check that fails. `no-exclusion`: the pack does not prove that the page is excluded.
 * `accumulator`: the pack has proofs about an accumulator of the list, and to show that the work is behind it takes
 * powers of tau. `not-a-pack`: the file is none.
 */
export type Made =
  | { state: "made"; file: string; model: string; version: string; hasChain: boolean }
  | { state: "false"; failed: Check }
  | { state: "no-exclusion" | "accumulator" }
  | { state: "not-a-pack"; problem: string };

/**
 * Makes a certificate of one release from its evidence pack and the open page of the work, and verifies it.
 *
 * @param list the id of the list in the registry
 */
export function makeCertificate(registry: Registry, list: string, open: OpenPage, archive: Uint8Array): Made {
  try {
    const release = describeExcludingRelease(archive, open.listing);
    if (release === undefined) return { state: isByAccumulator(open, archive) ? "accumulator" : "no-exclusion" };
    const file = writeCertificate({ listing: open.listing, releases: [release] });
    const hasChain = release.chain !== null;
    const policy = policyFor(registry, list, open, archive, hasChain);
    const failed = verifyCertificate(new TextEncoder().encode(file), policy).checks.find(({ ok }) => !ok);
    if (failed !== undefined) return { state: "false", failed };
    const { model, version } = release.declared;
    return { state: "made", file, model, version, hasChain };
  } catch (error) {
    if (!(error instanceof DisjointError) || error.kind !== "data") throw error;
    return { state: "not-a-pack", problem: error.message };
  }
}

/** Whether a proof of the pack is about an accumulator of the list. */
function isByAccumulator({ document }: OpenPage, archive: Uint8Array): boolean {
  const epochs = rootOf(document).accumulators?.epochs ?? [];
  const own = epochs.flatMap(({ whole, added }) => [whole, added]);
  return accumulatorsIn(archive).some((point) => own.some((each) => isSameAccumulator(each, point)));
}

function rootOf(document: Uint8Array): ListRoot {
  const root = readListRoot(document);
  if ("value" in root) return root.value;
  throw new Error("the root document was valid");
}

/** The circuits and contracts of the registry count, and the list that the page of the work is from. */
function policyFor(
  { snapshot: { circuits, contracts, chainId } }: Registry,
  list: string,
  { listing, document }: OpenPage,
  archive: Uint8Array,
  hasChain: boolean,
): CertificatePolicy {
  const counting = circuits.filter(({ status, entries }) => status !== "revoked" && entries > 0);
  const trusted = new Map(counting.map(({ circuit, entries }) => [circuit, entries]));
  const evidence = evidenceIn(readArchive(archive)!.files)!;
  const where = {
    chainId,
    blocklists: contracts.blocklists.toLowerCase(),
    ledger: contracts.ledger.toLowerCase(),
    releases: contracts.releases.toLowerCase(),
  };
  return {
    circuits: pinnedIn(evidence, { circuits: trusted }).pinned,
    list: rootOf(document),
    key: listing.key,
    ...(hasChain && { chain: { contracts: where, lists: new Map([[listing.blocklist.name, list]]) } }),
  };
}
