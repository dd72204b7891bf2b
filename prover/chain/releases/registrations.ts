import type { Contract } from "ethers";
import { at, type Moment, momentOf } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { contractAt, view } from "../../rpc/contract.ts";
import { asAddress, asHash, asHashes, asRegistration, asWords, type Registration } from "../../rpc/node/decode.ts";
import { ask } from "../../rpc/node/errors.ts";
import type { Deployment } from "../deployment/document.ts";

/**
 * A shard that somebody else registered before the vendor of the release that has it: its commitment is public, and the
 * vendor may have taken it over without having the data.
 */
export type BorrowedShard = { release: string; vendor: string; shard: bigint; first: Registration };

/**
 * Which vendor registered a commitment first, and when, as the chain's state says after one block; null for nobody,
 * undefined where the contract is of an earlier version, which does not keep it.
 *
 * @param moment the block; the newest one if it is not given
 * @throws chain `chain/bad-answer`, `chain/unreachable`
 * @example await firstRegistration(chain, deployment, commitment) // { vendor: "0xBEEF…", time: 1764270000 }
 */
export async function firstRegistration(
  chain: Chain,
  { releases }: Pick<Deployment, "releases">,
  commitment: bigint,
  moment?: Moment,
): Promise<Registration | null | undefined> {
  const contract = await contractAt(chain, "Releases", releases);
  if (!(await keepsTheFirst(chain, contract))) return undefined;
  return firstOf(contract, commitment, moment ?? (await momentOf(chain)));
}

/**
 * The shards of a release and of all its ancestors that another vendor registered first; null where the contract is of
 * an earlier version, which does not keep that.
 *
 * @throws chain `chain/unknown-release`, `chain/bad-answer`, `chain/unreachable`
 */
export async function borrowedShards(
  chain: Chain,
  { releases }: Pick<Deployment, "releases">,
  release: string,
  moment: Moment,
): Promise<BorrowedShard[] | null> {
  const contract = await contractAt(chain, "Releases", releases);
  if (!(await keepsTheFirst(chain, contract))) return null;
  const ancestors = asHashes(await view(contract, "ancestorsOf", release, at(moment)), "ancestorsOf");
  const borrowed: BorrowedShard[] = [];
  for (const each of [asHash(release, "release"), ...ancestors]) {
    const vendor = asAddress(await view(contract, "vendorOf", each, at(moment)), "vendorOf");
    const content = (await view(contract, "releaseOf", each, at(moment))) as { shards: unknown };
    for (const shard of asWords(content.shards, "releaseOf, shards")) {
      const first = await firstOf(contract, shard, moment);
      if (first !== null && first.vendor !== vendor) borrowed.push({ release: each, vendor, shard, first });
    }
  }
  return borrowed;
}

/** Code has the selectors of its functions in it. */
async function keepsTheFirst(chain: Chain, contract: Contract): Promise<boolean> {
  const code = await ask(async () => chain.provider.getCode(await contract.getAddress()));
  return code.includes(contract.interface.getFunction("firstRegistrationOf")!.selector.slice(2));
}

const firstOf = async (contract: Contract, commitment: bigint, moment: Moment): Promise<Registration | null> =>
  asRegistration(await view(contract, "firstRegistrationOf", commitment, at(moment)), "firstRegistrationOf");
