import { newestAccumulators } from "../../blocklist/epoch.ts";
import { expectAccumulators } from "../../blocklist/expectAccumulators.ts";
import type { Blocklist } from "../../blocklist/list.ts";
import type { DisjointnessBundle } from "../../bundle/disjointness.ts";
import type { Deployment } from "../../chain/deployment/document.ts";
import { assignEpochs, type DisjointnessItem } from "../../chain/ledger/disjointness.ts";
import { blocklistsOf, readListState } from "../../chain/lists/access.ts";
import { type RecomputedAccumulators, readAllAccumulators } from "../../chain/lists/accumulators.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openInstalledEngine } from "../../setup/powers/installed.ts";
import type { ListId } from "../../shared/ids.ts";

/**
 * The accumulators of a list's newest epoch, each computed again from the entries.
 *
 * @param folder of the powers of tau; default: the installed ones
 * @throws data `blocklist/other-accumulator`
 */
export async function recomputed(list: Blocklist, folder?: string): Promise<RecomputedAccumulators | undefined> {
  if (list.accumulators === undefined) return undefined;
  await expectAccumulators(list, await openInstalledEngine(list.accumulators.powers, folder));
  return newestAccumulators(list);
}

/**
 * The proofs of a bundle as the ledger takes them.
 *
 * @throws data `chain/other-accumulators` when the list has no such accumulator
 */
export async function readItems(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  bundle: DisjointnessBundle,
): Promise<DisjointnessItem[]> {
  const { epochs } = await readListState(chain, deployment, list);
  const blocklists = await blocklistsOf(chain, deployment);
  return assignEpochs(list, bundle, await readAllAccumulators(blocklists, list, epochs.length));
}
