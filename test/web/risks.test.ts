import { describe, expect, it } from "vitest";
import { openRegistry, type SnapshotList } from "../../prover/registry.ts";
import { findRisks, STALE_DAYS } from "../../web/data/risks.ts";
import { addressOf, idOf, list, release, START, snapshotOf } from "../support/registrySnapshot.ts";

const kindsOf = (...args: Parameters<typeof snapshotOf>): string[] =>
  findRisks(openRegistry(snapshotOf(...args))).map(({ kind }) => kind);

const circuit = (setup: "ceremony" | "development" | "unknown", status: "active" | "paused" | "revoked") => ({
  circuit: idOf(1),
  entries: 16,
  status,
  setup,
  reason: "a reason",
});

describe("risks", () => {
  it("are none for reviewed lists of different names and keys of a ceremony", () => {
    expect(kindsOf([list(0, "opt-outs", 2), list(1, "texts", 1)], [release(0, "poet", "1", 1)])).toEqual([]);
  });

  it.each<[string, Partial<SnapshotList>]>([
    ["noReviewers", { reviewers: [], threshold: 0 }],
    ["ownReviewer", { reviewers: [addressOf(9_000)], threshold: 1 }],
    ["unconfirmed", { currentEpoch: 1 }],
    ["changingOwner", { pendingOwner: addressOf(4) }],
    ["noEpoch", { epochs: [], currentEpoch: 0 }],
  ])("are named: %s", (kind, rest) => {
    expect(kindsOf([list(0, "opt-outs", 2, rest)], [])).toEqual([kind]);
  });

  it.each([
    ["developmentKeys", circuit("development", "active")],
    ["unknownKeys", circuit("unknown", "active")],
    ["paused", circuit("ceremony", "paused")],
    ["revoked", circuit("ceremony", "revoked")],
    ["revoked", circuit("development", "revoked")],
  ])("are named: %s", (kind, each) => {
    expect(kindsOf([list(0, "opt-outs", 2)], [], { circuits: [each] })).toEqual([kind]);
  });

  it("are equal names, as a reader sees them, on each of the lists", () => {
    const registry = openRegistry(snapshotOf([list(0, "opt-outs", 1), list(1, "OPT-outs\u200d", 1)], []));
    expect(findRisks(registry)).toEqual([{ kind: "equalNames", lists: registry.snapshot.lists }]);
  });

  it("are lists whose current epoch is old at the snapshot's block", () => {
    const at = (days: number) => ({ number: 9, hash: idOf(1), time: START + 86_400 * days });
    expect(kindsOf([list(0, "opt-outs", 1)], [], { at: at(STALE_DAYS) })).toEqual([]);
    expect(kindsOf([list(0, "opt-outs", 1)], [], { at: at(STALE_DAYS + 1) })).toEqual(["stale"]);
  });

  it("come with keys first", () => {
    const circuits = [circuit("development", "paused"), circuit("unknown", "active")];
    expect(kindsOf([list(0, "opt-outs", 1, { reviewers: [] })], [], { circuits })).toEqual([
      "developmentKeys",
      "unknownKeys",
      "paused",
      "noReviewers",
    ]);
  });
});
