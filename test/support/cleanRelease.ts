import type { Deployment } from "../../prover/chain/deployment/document.ts";
import { submitProofs } from "../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import { registerRelease } from "../../prover/chain/releases/release.ts";
import type { Chain } from "../../prover/rpc/connection.ts";
import { type ListId, type ReleaseId, toCommitment } from "../../prover/shared/ids.ts";
import { proved, someList, somePages } from "./chain.ts";

/** A list of two epochs; a release that is clean up to the first one, and a release of which nothing was proved. */
export async function cleanAndDirty(
  chain: Chain,
  deployment: Deployment,
): Promise<{ list: ListId; clean: ReleaseId; dirty: ReleaseId }> {
  const pages = somePages(3);
  const firstEpoch = pages.slice(0, 2);
  await publishBlocklist(chain, deployment, someList(firstEpoch));
  const { list } = await publishBlocklist(chain, deployment, someList(pages));
  const release = async (commitment: bigint) => {
    const shards = [{ commitment: toCommitment(commitment), schemes: ["sha256"], uri: "" }];
    const content = { model: "m", version: String(commitment), weights: "ab".repeat(32), parents: [], terms: "" };
    return (await registerRelease(chain, deployment, { ...content, shards })).release;
  };
  const clean = await release(1n);
  const dirty = await release(2n);
  const proofs = firstEpoch.map((page) => proved(1n, page));
  await submitProofs(chain, deployment, list, proofs);
  return { list, clean, dirty };
}
