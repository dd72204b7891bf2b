import { expect, test } from "vitest";
import type { PackPolicy } from "../../../../prover/evidence/verifyPack.ts";
import { simulatedId } from "../../../support/evidence.ts";
import { failing, usePack } from "./support/pack.ts";

const pack = usePack();

test.each<[string, () => Partial<PackPolicy>, string]>([
  ["no signer", () => ({ signers: [] }), "signature-0"],
  ["no circuit", () => ({ circuits: new Map() }), "key-0-pinned"],
  [
    "another page size for the circuit",
    () => ({ circuits: new Map([[simulatedId(), 256]]) }),
    "bundle-0-page-0-circuit",
  ],
  ["no list", () => ({ lists: [] }), "lists-named"],
  ["a further list", () => ({ lists: [...pack.policy.lists, { name: "art", root: "0".repeat(64) }] }), "covers-art"],
  [
    "the list under another name",
    () => ({ lists: [{ ...pack.policy.lists[0]!, name: "art" }, pack.policy.lists[1]!] }),
    "covers-art",
  ],
  [
    "another root of the list",
    () => ({ lists: [{ ...pack.policy.lists[0]!, root: "0".repeat(64) }, pack.policy.lists[1]!] }),
    "covers-opt-out",
  ],
  ["other shards", () => ({ commitments: [4n] }), "shards"],
  ["more shards", () => ({ commitments: [...pack.policy.commitments!, 4n] }), "shards"],
  ["no shards", () => ({ commitments: [] }), "shards"],
  ["another release", () => ({ chain: { release: `0x${"1".repeat(64)}` } }), "chain-release-id"],
  ["other blocks", () => ({ chain: { blocks: new Set() } }), "chain-blocks"],
])("a policy with %s refuses the pack, naming the check", (_, change, name) => {
  expect(failing(pack.archive, { ...pack.policy, ...change() })).toContain(name);
});
