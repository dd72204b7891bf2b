import { describe, expect, it } from "vitest";
import type { SnapshotCheck } from "../../prover/registry.ts";
import { isNodeAddress } from "../../web/data/nodes.ts";
import { type NodeReport, standingOf } from "../../web/data/standing.ts";

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
