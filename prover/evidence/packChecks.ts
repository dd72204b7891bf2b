import type { Bundle } from "../bundle/document.ts";
import { type ListRoot, readListRoot } from "../bundle/listRoot.ts";
import type { PinnedCircuit } from "../bundle/pinned.ts";
import { circuitId, readVerificationKey, type VerificationKey } from "../groth16/verificationKey.ts";
import { type Check, check, documentCheck } from "../groth16/verify.ts";
import { inspectJson } from "../shared/document.ts";
import type { Evidence } from "./pack.ts";
import type { PackPolicy } from "./packPolicy.ts";

/** The keys in a pack, each of which must be of a circuit that the policy names. */
export function pinnedKeys(
  { keys }: Evidence,
  { circuits }: PackPolicy,
): { checks: Check[]; circuits: PinnedCircuit[] } {
  const pinned: PinnedCircuit[] = [];
  const checks = keys.flatMap((file, i) => {
    const key = inspectJson(file, "the key", (reader, value) => readVerificationKey(reader, value, "$"));
    const format = documentCheck(`key-${i}`, key.issues);
    if (!("value" in key)) return [format];
    const pageSize = pageSizeOf(key.value, circuits);
    if (pageSize !== undefined) pinned.push({ kind: "exclusion", key: key.value, pageSize });
    return [format, check(`key-${i}-pinned`, pageSize !== undefined, "the policy does not name its circuit id")];
  });
  return { checks, circuits: pinned };
}

const pageSizeOf = (key: VerificationKey, circuits: ReadonlyMap<string, number>): number | undefined =>
  key.ic.length === 3 ? circuits.get(circuitId(key)) : undefined;

/** The lists in a pack in their order, and by their roots those that the policy names, as each must be. */
export function listsIn(
  { lists }: Evidence,
  policy: PackPolicy,
): { checks: Check[]; read: ListRoot[]; pinned: ReadonlyMap<string, ListRoot> } {
  const read: ListRoot[] = [];
  const pinned = new Map<string, ListRoot>();
  const checks = lists.flatMap((file, i) => {
    const list = readListRoot(file);
    const format = documentCheck(`list-${i}`, list.issues);
    if (!("value" in list)) return [format];
    const { name, root } = list.value;
    const isPinned = policy.lists.some((known) => known.root === root && known.name === name);
    read.push(list.value);
    if (isPinned) pinned.set(root, list.value);
    return [format, check(`list-${i}-pinned`, isPinned, `the policy does not name ${name} with root ${root}`)];
  });
  return { checks, read, pinned };
}

/**
 * Each commitment against each list of the policy. A list whose root document is not in the pack fails, for without it
 * nobody can say that a bundle has all of its pages.
 */
export function coverageChecks(
  bundles: readonly (Bundle | undefined)[],
  pinned: ReadonlyMap<string, ListRoot>,
  { lists, commitments }: PackPolicy,
): Check[] {
  const read = bundles.flatMap((bundle) => bundle ?? []);
  const shards = [...new Set(read.map(({ commitment }) => commitment))];
  const covers = (commitment: bigint, root: string) =>
    read.some((bundle) => bundle.commitment === commitment && bundle.blocklist.root === root);
  const foreign = read.filter(({ blocklist }) => !pinned.has(blocklist.root));
  const sameShards = commitments === undefined || new Set(commitments).symmetricDifference(new Set(shards)).size === 0;
  return [
    check("lists-named", lists.length > 0, "the policy names no list"),
    check("bundles-about-lists", foreign.length === 0, "a bundle is about a list that is not in policy and pack"),
    check("shards", sameShards, "the shards of the pack are not those of the policy"),
    ...lists.map(({ name, root }) => {
      const all = read.length > 0 && shards.every((shard) => covers(shard, root));
      return check(`covers-${name}`, all && pinned.has(root), "its root document or a bundle is missing");
    }),
  ];
}
