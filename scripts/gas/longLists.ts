/** Measures the cost of a status for a list of a million pages. */

import { AbiCoder, keccak256, toBeHex } from "ethers";
import type { Deployment } from "../../prover/chain/deployment/document.ts";
import { type Release, registerRelease } from "../../prover/chain/releases/release.ts";
import type { Chain } from "../../prover/rpc/connection.ts";
import { openContract } from "../../prover/rpc/contract.ts";
import { type ListId, toCommitment } from "../../prover/shared/ids.ts";

const PAGES = 1_000_000n;
const LAYERS = 8;

/** Storage slots of contracts/ledger/Facts.sol: one bit per page, and one per full word of these bits. */
const ACCEPTED = 7;
const FULL = 8;

/**
 * Returns the gas of a release's status if the first circuit has proved a million pages of a list for each of 8 shards.
 * A million proofs would take days, so the words that a status reads are written to the ledger's storage directly.
 */
export async function measureLongList(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  example: Release,
): Promise<number> {
  const [shard] = example.shards;
  const shards = Array.from({ length: LAYERS }, (_, i) => ({
    ...shard!,
    commitment: toCommitment(shard!.commitment - 1n - BigInt(i)),
  }));
  const { release } = await registerRelease(chain, deployment, { ...example, version: "2.0.0", shards });
  for (const { commitment } of shards) {
    const write = (slot: number, word: bigint, bits: bigint) => {
      const place = keyed(word, keyed(list, keyed(commitment, slot)));
      return chain.provider.send("hardhat_setStorageAt", [deployment.ledger, place, toBeHex(bits, 32)]);
    };
    const words = PAGES / 256n;
    for (let group = 0n; group * 256n < words; ++group) await write(FULL, group, ones(words - group * 256n));
    await write(ACCEPTED, words, ones(PAGES - words * 256n));
  }
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  for (const { commitment } of shards)
    if ((await ledger.getFunction("cleanPages")(commitment, list)) !== PAGES) throw new Error("the slots have moved");
  const releases = await openContract(chain, "Releases", deployment.releases);
  return Number(await releases.getFunction("statusOf").estimateGas(release, list));
}

/** A word with the lowest `count` bits set, at most 256. */
const ones = (count: bigint): bigint => (1n << (count < 256n ? count : 256n)) - 1n;

/** The storage slot of a key's value in the mapping at a slot. */
const keyed = (key: bigint | string, place: number | string): string =>
  keccak256(
    AbiCoder.defaultAbiCoder().encode([typeof key === "bigint" ? "uint256" : "bytes32", "uint256"], [key, place]),
  );
