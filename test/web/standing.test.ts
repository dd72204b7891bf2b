import { describe, expect, it } from "vitest";
import { openRegistry, type SnapshotCheck, type SnapshotRelease } from "../../prover/registry.ts";
import { isNodeAddress } from "../../web/data/nodes.ts";
import { isConfirmed, type Loaded, type NodeReport, standingOf } from "../../web/data/standing.ts";
import { release, snapshotOf } from "../support/registrySnapshot.ts";

const DIFFERENCE = { what: "owner", snapshot: "a", contract: "b" };

const says = (rest: Partial<SnapshotCheck> = {}): NodeReport => ({
  url: "https://node.example",
  check: { isOnChain: true, block: 9, compared: 3, differences: [], ...rest },
  problem: null,
});

const silent: NodeReport = { url: "https://other.example", check: null, problem: "no answer" };

describe("what a page rests on", () => {
  it.each([
    ["agrees", [says()]],
    ["agrees", [says(), says({ block: 10 })]],
    ["agrees", [silent, says()]],
    ["no-answer", [silent, silent]],
    ["differs", [says({ differences: [DIFFERENCE] })]],
    ["differs", [says({ differences: [DIFFERENCE] }), says({ differences: [DIFFERENCE] })]],
    ["off-chain", [says({ isOnChain: false })]],
    ["off-chain", [says({ isOnChain: false, differences: [DIFFERENCE] })]],
    ["disagree", [says(), says({ differences: [DIFFERENCE] })]],
    ["disagree", [says({ isOnChain: false }), says()]],
    ["disagree", [says({ differences: [DIFFERENCE] }), says({ differences: [{ ...DIFFERENCE, contract: "c" }] })]],
  ] as const)("is: %s (%#)", (standing, reports) => {
    expect(standingOf(reports)).toBe(standing);
  });
});

describe("a verdict on a release", () => {
  // From a chain: the id is the hash of the rest.
  const genuine = {
    ...release(0, "poet", "1", 0),
    release: "0x73e867a83afab2d96a88d7f07ee8c994166aca02e6fe3b34b4edf6625578a827",
    vendor: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    weights: "0".repeat(64),
    shards: ["101"],
  };
  const loadedWith = (own: SnapshotRelease, rest: Partial<Loaded> = {}): Loaded => ({
    config: { format: "disjoint/registry-page/v1", snapshot: "snapshot.json", nodes: [] },
    registry: openRegistry(snapshotOf([], [own])),
    standing: "agrees",
    checked: null,
    comparedReleases: new Set([own.release]),
    ...rest,
  });

  it("is confirmed if the release was compared, the nodes agree, and its id is the hash of what is said of it", () => {
    expect(isConfirmed(loadedWith(genuine), genuine.release)).toBe(true);
  });

  it.each<[string, SnapshotRelease, Partial<Loaded>]>([
    ["it has another name", { ...genuine, model: "painter" }, {}],
    ["it has other weights", { ...genuine, weights: "1".repeat(64) }, {}],
    ["it was not compared", genuine, { comparedReleases: new Set() }],
    ...(["no-node", "comparing", "no-answer", "off-chain", "disagree", "differs"] as const).map(
      (standing): [string, SnapshotRelease, Partial<Loaded>] => [standing, genuine, { standing }],
    ),
  ])("is not confirmed: %s", (_, own, rest) => {
    expect(isConfirmed(loadedWith(own, rest), own.release)).toBe(false);
  });
});

describe("addresses of nodes", () => {
  it("are secure, or on the reader's own machine", () => {
    for (const address of ["https://node.example.org/key", "http://localhost:8545", "http://127.0.0.1:8545"])
      expect(isNodeAddress(address), address).toBe(true);
    for (const address of [
      "",
      "node",
      "http://node.example.org",
      "ws://localhost",
      "http://127.0.0.1.example.org",
      "data:,x",
    ])
      expect(isNodeAddress(address), address).toBe(false);
  });
});
