import { type Check, check } from "../../shared/verdict.ts";
import type { ChainFacts } from "../facts.ts";

/** The trusted contracts, by their addresses in lower case, and their chain. */
export type Contracts = Pick<ChainFacts, "chainId" | "blocklists" | "ledger" | "releases">;

/**
 * What a verifier knows of a chain: which contracts count, the hashes of blocks that are in it (0x and 64 hexadecimal
 * digits), the id that the release must have. `events`: hashes of stated blocks that a node was asked about and that
 * hold the events that they are said to hold; a block's hash alone does not show that. `lists`: ids of lists on the
 * chain by the lists' names. Without it, only the maker of the evidence says which list of the chain a list is, because
 * anybody can publish the same document there.
 */
export type ChainPolicy = {
  contracts?: Contracts;
  blocks?: ReadonlySet<string>;
  events?: ReadonlySet<string>;
  release?: string;
  lists?: ReadonlyMap<string, string>;
};

/**
 * Whether blocks, contracts and release are those that the verifier knows. Receipts prove events of blocks by hash;
 * whether these blocks are the chain's cannot be told from a pack. What the policy does not name remains stated.
 */
export function checkTrust(chain: ChainFacts | null | undefined, policy: ChainPolicy): Check[] {
  if (!chain) return [check("contracts", false, "the pack refers to no chain", "chain")];
  const { contracts, blocks, events, release } = policy;
  const checks: Check[] = [];
  if (blocks !== undefined) {
    const other = chain.blocks.filter(({ hash }) => !blocks.has(hash)).map(({ number, hash }) => `${number} ${hash}`);
    checks.push(
      check("known-blocks", other.length === 0, `not known to be of the chain: ${other.join(", ")}`, "chain-blocks"),
    );
    const stated = (chain.stated ?? []).filter(({ hash }) => !events?.has(hash)).map(({ number }) => number);
    if (chain.stated !== undefined)
      checks.push(
        check(
          "known-blocks",
          stated.length === 0,
          `stated only, no receipt: ${stated.join(", ")}`,
          "chain-stated-blocks",
        ),
      );
  }
  if (contracts !== undefined) {
    const names = ["chainId", "blocklists", "ledger", "releases"] as const;
    const differ = names.filter((name) => contracts[name] !== chain[name]);
    checks.push(check("contracts", differ.length === 0, `not the policy's: ${differ.join(", ")}`, "chain-contracts"));
  }
  if (release !== undefined)
    checks.push(
      check("release-id", chain.release === release, `the pack is of release ${chain.release}`, "chain-release-id"),
    );
  return checks;
}

/** Every list whose id on the chain the policy names has that id. */
export const listIdChecks = (
  found: readonly { name: string; list: string | undefined }[],
  { lists = new Map() }: ChainPolicy,
): Check[] =>
  [...lists].map(([name, id]) => {
    const own = found.filter((each) => each.name === name).map(({ list }) => list);
    const problem =
      `the evidence is about ` +
      `${own.map((list) => list ?? "no list of the chain").join(", ") || "no list of this name"}`;
    return check("list-id", own.length > 0 && own.every((list) => list === id), problem, `chain-list-id-${name}`);
  });
