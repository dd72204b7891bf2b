import type { Contract } from "ethers";
import { atBlock, type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import {
  parseAddress,
  parseCommitments,
  parseHashes,
  parseRegistration,
  type Registration,
} from "../../rpc/node/decode.ts";
import { ask } from "../../rpc/node/errors.ts";
import { type Commitment, type ReleaseId, toReleaseId } from "../../shared/ids.ts";
import type { Deployment } from "../deployment/document.ts";

/**
 * A shard that another vendor registered before the vendor of the release. Commitments are public, so this vendor may
 * have copied it without having the data.
 */
export type BorrowedShard = { release: ReleaseId; vendor: string; shard: Commitment; first: Registration };

/**
 * Which vendor registered a commitment first, and when, in the state after a block. Null if no one has registered it;
 * undefined if the contract is of an earlier version, which does not record it.
 *
 * @param blockRef default: the newest block
 * @throws chain `chain/bad-answer`, `chain/unreachable`
 * @example
 * const first = await readFirstRegistration(chain, deployment, shard.commitment);
 * console.log(first?.vendor === (await chain.signer?.getAddress())); // true
 */
export async function readFirstRegistration(
  chain: Chain,
  { releases }: Pick<Deployment, "releases">,
  commitment: Commitment,
  blockRef?: BlockRef,
): Promise<Registration | null | undefined> {
  const contract = await openContract(chain, "Releases", releases);
  if (!(await keepsTheFirst(chain, contract))) return undefined;
  return firstOf(contract, commitment, blockRef ?? (await readConfirmedBlock(chain)));
}

/**
 * The shards of a release and all its ancestors that another vendor registered first; null if the contract is of an
 * earlier version, which does not record it.
 *
 * @throws chain `chain/unknown-release`, `chain/bad-answer`, `chain/unreachable`
 */
export async function readBorrowedShards(
  chain: Chain,
  { releases }: Pick<Deployment, "releases">,
  release: ReleaseId,
  blockRef: BlockRef,
): Promise<BorrowedShard[] | null> {
  const contract = await openContract(chain, "Releases", releases);
  if (!(await keepsTheFirst(chain, contract))) return null;
  const ancestors = parseHashes(await view(contract, "ancestorsOf", release, atBlock(blockRef)), "ancestorsOf");
  const borrowed: BorrowedShard[] = [];
  for (const each of [release, ...ancestors.map((ancestor) => toReleaseId(ancestor))]) {
    const vendor = parseAddress(await view(contract, "vendorOf", each, atBlock(blockRef)), "vendorOf");
    const content = (await view(contract, "releaseOf", each, atBlock(blockRef))) as { shards: unknown };
    for (const shard of parseCommitments(content.shards, "releaseOf, shards")) {
      const first = await firstOf(contract, shard, blockRef);
      if (first !== null && first.vendor !== vendor) borrowed.push({ release: each, vendor, shard, first });
    }
  }
  return borrowed;
}

/** Bytecode contains the selectors of its functions. */
async function keepsTheFirst(chain: Chain, contract: Contract): Promise<boolean> {
  const code = await ask(async () => chain.provider.getCode(await contract.getAddress()));
  return code.includes(contract.interface.getFunction("firstRegistrationOf")!.selector.slice(2));
}

const firstOf = async (contract: Contract, commitment: Commitment, blockRef: BlockRef): Promise<Registration | null> =>
  parseRegistration(await view(contract, "firstRegistrationOf", commitment, atBlock(blockRef)), "firstRegistrationOf");
