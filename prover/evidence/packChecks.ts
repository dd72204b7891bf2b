import type { Bundle } from "../bundle/document.ts";
import { earlierList } from "../bundle/earlier.ts";
import { type ListRoot, readListRoot } from "../bundle/listRoot.ts";
import type { Pinned } from "../bundle/pinned.ts";
import { computeCircuitId, readVerificationKey, type VerificationKey } from "../groth16/verificationKey.ts";
import { haveSameMembers } from "../shared/collections.ts";
import { inspectJson } from "../shared/document.ts";
import type { UpTo } from "../shared/verdict.ts";
import { behindCheck, type Check, check, documentCheck } from "../shared/verdict.ts";
import type { Evidence } from "./pack.ts";
import type { PackPolicy } from "./packPolicy.ts";

/** The keys in a pack, each of which must be of a circuit that the policy names, and the policy's powers of tau. */
export function pinnedIn(
  { keys }: Evidence,
  { circuits, powers = [] }: Pick<PackPolicy, "circuits" | "powers">,
): { checks: Check[]; pinned: Pinned[] } {
  const pinned: Pinned[] = powers.map((id) => ({ kind: "powers", id }));
  const checks = keys.flatMap((file, i) => {
    const key = inspectJson(file, "the key", (reader, value) => readVerificationKey(reader, value, "$"));
    const format = documentCheck(`key-${i}`, key.issues);
    if (!("value" in key)) return [format];
    const pageSize = pageSizeOf(key.value, circuits);
    if (pageSize !== undefined) pinned.push({ kind: "exclusion", key: key.value, pageSize });
    return [
      format,
      check("circuit", pageSize !== undefined, "the policy does not name its circuit id", `key-${i}-pinned`),
    ];
  });
  return { checks, pinned };
}

const pageSizeOf = (key: VerificationKey, circuits: ReadonlyMap<string, number>): number | undefined =>
  key.ic.length === 3 ? circuits.get(computeCircuitId(key)) : undefined;

type PolicyList = PackPolicy["lists"][number];

/**
 * The lists in a pack. `pinned`: those that the policy names, by root; `roots`: for each list of the policy, the root
 * under which it is there, at the current or an earlier epoch.
 */
type PackLists = {
  checks: Check[];
  read: ListRoot[];
  pinned: ReadonlyMap<string, ListRoot>;
  roots: ReadonlyMap<PolicyList, readonly string[]>;
};

export function listsIn({ lists }: Evidence, policy: PackPolicy): PackLists {
  const read: ListRoot[] = [];
  const pinned = new Map<string, ListRoot>();
  const roots = new Map<PolicyList, string[]>();
  const checks = lists.flatMap((file, i) => {
    const list = readListRoot(file);
    const format = documentCheck(`list-${i}`, list.issues);
    if (!("value" in list)) return [format];
    read.push(list.value);
    const { root } = list.value;
    const found = inPolicy(list.value, policy);
    if (found === undefined)
      return [format, check("list", false, unknown(file, list.value, policy), `list-${i}-pinned`)];
    pinned.set(root, list.value);
    roots.set(found.known, [...(roots.get(found.known) ?? []), root]);
    const current = found.upTo === undefined ? [] : [behindCheck(`list-${i}-current`, found.upTo)];
    return [format, check("list", true, "", `list-${i}-pinned`), ...current];
  });
  return { checks, read, pinned, roots };
}

/** The policy's list that this one is; with `upTo` if it is that list at an earlier epoch. */
function inPolicy({ name, root }: ListRoot, { lists }: PackPolicy): { known: PolicyList; upTo?: UpTo } | undefined {
  const namesakes = lists.filter((known) => known.name === name);
  const same = namesakes.find((known) => known.root === root);
  if (same !== undefined) return { known: same };
  for (const known of namesakes) {
    const then = known.document && earlierList(known.document, root);
    if (then !== undefined) return { known, ...(then.upTo && { upTo: then.upTo }) };
  }
  return undefined;
}

/** Why a list is not one of the policy's, and, if that can be known, what it is instead. */
function unknown(file: Uint8Array, { name, root }: ListRoot, { lists }: PackPolicy): string {
  const problem = `the policy does not name ${name} with root ${root}`;
  const namesakes = lists.filter((known) => known.name === name);
  const then = namesakes.map((known) => earlierList(file, known.root)?.upTo).find((upTo) => upTo !== undefined);
  if (then !== undefined)
    return (
      `${problem}; the policy's is epoch ${then.epoch} of ${then.of} of the same list: get the newer one from ` +
      `its publisher`
    );
  return namesakes.some(({ document }) => document === undefined)
    ? `${problem}; whether it is an earlier epoch of the one that the policy names, a root alone does not tell: ` +
        `bring the list`
    : problem;
}

/**
 * Checks each commitment against each list of the policy. A list whose root document is not in the pack fails, because
 * without it no one can tell whether a bundle has all of its pages.
 */
export function coverageChecks(
  bundles: readonly (Bundle | undefined)[],
  { pinned, roots }: PackLists,
  { lists, commitments }: PackPolicy,
): Check[] {
  const read = bundles.flatMap((bundle) => bundle ?? []);
  const shards = [...new Set(read.map(({ commitment }) => commitment))];
  const covers = (commitment: bigint, root: string) =>
    read.some((bundle) => bundle.commitment === commitment && bundle.blocklist.root === root);
  const foreign = read.filter(({ blocklist }) => !pinned.has(blocklist.root));
  const sameShards = commitments === undefined || haveSameMembers(commitments, shards);
  return [
    check("list", lists.length > 0, "the policy names no list", "lists-named"),
    check(
      "list",
      foreign.length === 0,
      "a bundle is about a list that is not in policy and pack",
      "bundles-about-lists",
    ),
    check("commitment", sameShards, "the shards of the pack are not those of the policy", "shards"),
    ...lists.map((list) => {
      const own = roots.get(list) ?? [];
      const all = read.length > 0 && shards.every((shard) => own.some((root) => covers(shard, root)));
      return check("complete", all, "its root document or a bundle is missing", `covers-${list.name}`);
    }),
  ];
}
