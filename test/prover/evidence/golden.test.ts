import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type PackPolicy, verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";

/** A pack as it was written once, and what its verifier knows. Neither file is ever made again. */
const read = (name: string) => readFileSync(join(PROJECT_ROOT, "test/vectors", name));
const { cid, policy: known } = JSON.parse(read("evidence-pack.v1.json").toString());
const policy: PackPolicy = {
  ...known,
  circuits: new Map(Object.entries(known.circuits)),
  commitments: known.commitments.map(BigInt),
  chain: { ...known.chain, blocks: new Set(known.chain.blocks) },
};

test("verifies a pack of the first version, with every word of its documents", () => {
  const { checks, ...found } = verifyPack(read("evidence-pack.v1.car"), policy);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(found).toMatchObject({ verdict: true, cid, signedBy: ["vendor"] });
  const names = checks.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["chain-blocks", "chain-contracts", "chain-release", "covers-music"]));
});

test("refuses that pack for a verifier who knows another list, shard or block", () => {
  const holds = (changed: Partial<PackPolicy>) =>
    verifyPack(read("evidence-pack.v1.car"), { ...policy, ...changed }).verdict;
  expect(holds({ lists: [{ ...policy.lists[0]!, root: "0".repeat(64) }] })).toBe(false);
  expect(holds({ commitments: policy.commitments!.slice(1) })).toBe(false);
  expect(holds({ chain: { ...policy.chain, blocks: new Set() } })).toBe(false);
});

test(
  "a pack of the third version still holds, and what its blocks are only stated to hold is not called " + "proved",
  () => {
    const { cid, policy: known } = JSON.parse(read("evidence-pack.v3.json").toString());
    const archive = read("evidence-pack.v3.car");
    const policy = {
      ...known,
      circuits: new Map(Object.entries(known.circuits)),
      commitments: known.commitments.map(BigInt),
    };
    const { checks, ...found } = verifyPack(archive, policy);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(found).toMatchObject({ verdict: true, cid, facts: { format: "disjoint/facts/v3" } });
    const names = checks.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["chain-epoch-opt-out", "stated-chain-release"]));
    expect(names).not.toContain("chain-release");
    const hashes = [...found.chain!.stated!, ...found.facts!.chain!.blocks].map(({ hash }) => hash);
    const blocks = { ...known.chain, blocks: new Set(hashes) };
    const failing = verifyPack(archive, { ...policy, chain: blocks }).checks.filter(({ ok }) => !ok);
    expect(failing.map(({ name }) => name)).toEqual(["chain-stated-blocks"]);
  },
);

test("verifies a pack of the fourth version, which has no counts of its shards", () => {
  const { cid, policy: known } = JSON.parse(read("evidence-pack.v4.json").toString());
  const circuits = new Map<string, number>(Object.entries(known.circuits));
  const found = verifyPack(read("evidence-pack.v4.car"), {
    ...known,
    circuits,
    commitments: known.commitments.map(BigInt),
  });
  expect(found.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(found).toMatchObject({ verdict: true, cid, facts: { format: "disjoint/facts/v4" } });
  expect(JSON.stringify(found.facts!.shards)).not.toMatch(/rows|keys|bytes|count|skipped/);
});

test("verifies a pack of the fifth version, with shards by Merkle tree and by accumulator", () => {
  const { cid, policy: known } = JSON.parse(read("evidence-pack.v5.json").toString());
  const policy: PackPolicy = {
    ...known,
    circuits: new Map<string, number>(Object.entries(known.circuits)),
    commitments: known.commitments.map(BigInt),
    chain: { ...known.chain, blocks: new Set(known.chain.blocks) },
  };
  const { checks, ...found } = verifyPack(read("evidence-pack.v5.car"), policy);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(found).toMatchObject({ verdict: true, cid, facts: { format: "disjoint/facts/v5" } });
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["bundle-0-page-0-proof", "bundle-2-epoch-1-proof", "chain-accumulators-music"]),
  );
  expect(verifyPack(read("evidence-pack.v5.car"), { ...policy, powers: [] }).verdict).toBe(false);
});

test("verifies a pack of the sixth version, with its steps, and refuses it without their signer", () => {
  const { cid, policy: known } = JSON.parse(read("evidence-pack.v6.json").toString());
  const policy: PackPolicy = {
    ...known,
    circuits: new Map<string, number>(Object.entries(known.circuits)),
    commitments: known.commitments.map(BigInt),
  };
  const { checks, ...found } = verifyPack(read("evidence-pack.v6.car"), policy);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(found).toMatchObject({ verdict: true, cid, facts: { format: "disjoint/facts/v6", steps: { count: 3 } } });
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["weights", "source-shards-reached", "steps-root", "cycle"]),
  );
  const { checks: unsigned } = verifyPack(read("evidence-pack.v6.car"), { ...policy, signers: [] });
  expect(unsigned.flatMap(({ id, ok }) => (ok || id !== "signature" ? [] : id))).toHaveLength(4);
});
