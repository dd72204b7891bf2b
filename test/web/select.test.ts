import { describe, expect, it } from "vitest";
import { judgeRelease, openRegistry } from "../../prover/registry.ts";
import { toBoxes } from "../../web/data/layers.ts";
import { ancestorsOf, chooseReleases, findStale } from "../../web/data/select.ts";
import { list, release, snapshotOf } from "../support/registrySnapshot.ts";

const lists = [list(0, "opt-outs", 3), list(1, "texts", 1)];
const registry = openRegistry(
  snapshotOf(lists, [
    release(0, "poet", "1", 1, { reached: [{ list: 0, pages: 6 }] }),
    release(1, "poet", "2", 1, { reached: [{ list: 0, pages: 2 }], parents: [0] }),
    release(2, "painter", "1", 2, { reached: [{ list: 1, pages: 2 }] }),
    release(3, "painter", "2", 2, { parents: [1, 2] }),
    release(4, "dancer", "1", 3, { parents: [3, 0], reached: [{ list: 0, pages: 5 }] }),
  ]),
);
const any = { query: "", list: null, state: null };

describe("releases of the matrix", () => {
  it("are all of them, the newest first", () => {
    expect(chooseReleases(registry, any, 10)).toEqual({ places: [4, 3, 2, 1, 0], hasMore: false });
    expect(chooseReleases(registry, any, 5).hasMore).toBe(false);
    expect(chooseReleases(registry, any, 2)).toEqual({ places: [4, 3], hasMore: true });
  });

  it("are chosen by name, vendor, weights and id", () => {
    expect(chooseReleases(registry, { ...any, query: "PAINT" }, 10).places).toEqual([3, 2]);
    expect(chooseReleases(registry, { ...any, query: "poet 2" }, 10).places).toEqual([1]);
    const { vendor, weights, release: id } = registry.snapshot.releases[2]!;
    expect(chooseReleases(registry, { ...any, query: vendor }, 10).places).toEqual([3, 2]);
    for (const query of [weights, id]) expect(chooseReleases(registry, { ...any, query }, 10).places).toEqual([2]);
  });

  it("are chosen by their state, against one list or any", () => {
    const against = lists[0]!.list;
    const places = (state: string, of: string | null = against) =>
      chooseReleases(registry, { query: "", list: of, state }, 10).places;
    expect(places("clean")).toEqual([0]);
    expect(places("behind")).toEqual([4, 1]);
    expect(places("never-proved")).toEqual([3, 2]);
    expect(places("clean", null)).toEqual([2, 0]);
    expect(places("no-such-state")).toEqual([]);
  });
});

describe("stale releases", () => {
  it("are those behind a list that they have proofs against", () => {
    const stale = findStale(registry, 10);
    expect(stale).toEqual(
      [4, 1].map((i) => judgeRelease(registry, registry.snapshot.releases[i]!.release, lists[0]!.list)),
    );
    expect(findStale(registry, 1)).toEqual(stale.slice(0, 1));
  });

  it("are also those whose proofs are of a development key", () => {
    const circuits = registry.snapshot.circuits.map((circuit) => ({ ...circuit, setup: "development" as const }));
    const doubtful = openRegistry({ ...registry.snapshot, circuits });
    expect(findStale(doubtful, 10).map(({ state, proved }) => `${state} ${proved}`)).toEqual([
      "development-key behind",
      "development-key behind",
    ]);
  });
});

describe("ancestors", () => {
  it("are found once each, as far away as the longest way", () => {
    expect(ancestorsOf(registry, 4, 60)).toEqual([
      { place: 4, depth: 0 },
      { place: 3, depth: 1 },
      { place: 0, depth: 3 },
      { place: 1, depth: 2 },
      { place: 2, depth: 2 },
    ]);
    expect(ancestorsOf(registry, 0, 60)).toEqual([{ place: 0, depth: 0 }]);
  });

  it("are drawn in rows by that", () => {
    expect(toBoxes(ancestorsOf(registry, 4, 60))).toEqual([
      { place: 4, row: 0, column: 0 },
      { place: 3, row: 1, column: 0 },
      { place: 1, row: 2, column: 0 },
      { place: 2, row: 2, column: 1 },
      { place: 0, row: 3, column: 0 },
    ]);
  });

  it("are found in time that does not grow with the number of ways", () => {
    const twins = Array.from({ length: 60 }, (_, i) =>
      release(i, "twin", String(i), 1, { parents: i < 2 ? [] : [i - 1, i - 2] }),
    );
    expect(ancestorsOf(openRegistry(snapshotOf(lists, twins)), 59, 100)).toHaveLength(60);
  });
});
