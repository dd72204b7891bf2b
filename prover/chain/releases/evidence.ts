import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { badAnswer } from "../../rpc/node/decode.ts";
import { type SentTransaction, send } from "../../rpc/transaction.ts";
import type { ReleaseId } from "../../shared/ids.ts";
import type { Deployment } from "../deployment/document.ts";

/**
 * The content identifier (CID) of a release's evidence, as registered on the chain; "" if there is none.
 *
 * @throws chain `chain/unknown-release`, `chain/bad-answer`, `chain/unreachable`
 */
export async function readEvidenceUri(chain: Chain, deployment: Deployment, release: ReleaseId): Promise<string> {
  const cid = await view(await openContract(chain, "Releases", deployment.releases), "evidenceOf", release);
  if (typeof cid !== "string" || !/^[a-z2-7]{0,80}$/.test(cid)) throw badAnswer("evidenceOf", cid);
  return cid;
}

/** Registers the CID of a release's evidence on the chain, unless it is registered already. */
export async function publishEvidence(
  chain: Chain,
  deployment: Deployment,
  release: ReleaseId,
  cid: string,
): Promise<SentTransaction[]> {
  const isThere = async () => (await readEvidenceUri(chain, deployment, release)) === cid;
  if (await isThere()) return [];
  const releases = await openContract(chain, "Releases", deployment.releases);
  return [await send(chain, releases, "publishEvidence", [release, cid], isThere)];
}
