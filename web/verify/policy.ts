import { checkEvidence, type Registry } from "../../prover/registry.ts";
import type { Check, PackClaims, PackPolicy, Signer } from "../../prover/verify.ts";
import type { ConfirmedBlocks } from "./blocks.ts";

/** What a reader brings to the verification of a pack. `release`: the one that the pack has to be about. */
type Trust = { registry: Registry; signers: readonly Signer[]; release?: string; blocks?: ConfirmedBlocks };

/** What the verifier gets: the policy, the checks that the registry makes, and the names of lists that it compares. */
export type Terms = { policy: PackPolicy; known: Check[]; compared: ComparedList[]; unknown: string[] };

/** A list of the registry that a pack is compared with: the pack's name of it, and its id. */
type ComparedList = { name: string; root: string; list: string; epoch: number };

/**
 * The policy for a pack under a registry: its circuits and contracts count, and of the lists that the pack names those
 * whose root document is an epoch of a list of the registry. It is the policy of `disjoint verify PACK` with the
 * options of `commandLine`.
 */
export function termsFor(claims: PackClaims, { registry, signers, release, blocks }: Trust): Terms {
  const { circuits, contracts, chainId } = registry.snapshot;
  const compared = claims.lists.flatMap((list) => comparedList(claims, list, registry) ?? []);
  const counting = circuits.filter(({ status }) => status !== "revoked");
  const policy: PackPolicy = {
    signers,
    circuits: new Map(counting.filter(({ entries }) => entries > 0).map(({ circuit, entries }) => [circuit, entries])),
    powers: counting.filter(({ entries }) => entries === 0).map(({ circuit }) => circuit),
    lists: compared.map(({ name, root }) => ({ name, root })),
    chain: {
      contracts: {
        chainId,
        blocklists: contracts.blocklists.toLowerCase(),
        ledger: contracts.ledger.toLowerCase(),
        releases: contracts.releases.toLowerCase(),
      },
      ...(release !== undefined && { release }),
      ...(blocks !== undefined && { blocks: new Set(blocks.blocks), events: new Set(blocks.events) }),
      lists: listIds(compared),
    },
  };
  const isCompared = ({ root }: { root: string }) => compared.some((list) => list.root === root);
  return {
    policy,
    compared,
    known: registryChecks(claims, registry),
    unknown: claims.lists.filter((list) => !isCompared(list)).map(({ name }) => name),
  };
}

/**
 * The list of the registry that a root document is of: the one that the pack says, or else the only one that has it.
 */
function comparedList(
  { chain }: PackClaims,
  { name, root }: PackClaims["lists"][number],
  { snapshot }: Registry,
): ComparedList | undefined {
  const claimed = chain?.lists.find((reference) => reference.root === root)?.list;
  const found = snapshot.lists.flatMap(({ list, epochs, currentEpoch }) => {
    const epoch = epochs.slice(0, currentEpoch).findIndex(({ contentHash }) => contentHash === `0x${root}`) + 1;
    return epoch === 0 ? [] : [{ name, root, list, epoch }];
  });
  return found.find(({ list }) => list === claimed) ?? (found.length === 1 ? found[0] : undefined);
}

/** Ids by name; a name that two lists share tells neither. */
function listIds(compared: readonly ComparedList[]): Map<string, string> {
  const isShared = ({ name, list }: ComparedList) =>
    compared.some((other) => other.name === name && other.list !== list);
  return new Map(compared.filter((each) => !isShared(each)).map(({ name, list }) => [name, list]));
}

/** What the registry says of the same release, shards and lists. A pack without a chain says nothing of one. */
function registryChecks({ chain, declared, lists }: PackClaims, registry: Registry): Check[] {
  if (chain === undefined) return [];
  const referenceOf = (root: string) => {
    const found = chain.lists.find((reference) => reference.root === root);
    return found === undefined ? null : { list: found.list, epoch: found.epoch };
  };
  return checkEvidence(registry, {
    chainId: chain.facts.chainId,
    release: chain.facts.release,
    parents: declared?.parents ?? [],
    shards: declared?.shards.map(({ commitment }) => commitment) ?? [],
    lists: lists.map(({ name, root }) => ({ name, root, chain: referenceOf(root) })),
  });
}
