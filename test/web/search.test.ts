import { describe, expect, it } from "vitest";
import { openRegistry } from "../../prover/registry.ts";
import { search } from "../../web/data/search.ts";
import { idOf, list, release, snapshotOf } from "../support/registrySnapshot.ts";

const EVIDENCE = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";

const registry = openRegistry(
  snapshotOf(
    [list(0, "opt-outs", 2), list(1, "Opt\u200b-Outs ", 1), list(2, "texts", 1)],
    [
      release(0, "Poet", "1.0", 1),
      release(1, "Poet", "2.0", 1, { evidence: [EVIDENCE] }),
      release(2, "painter", "1.0", 2),
    ],
  ),
);

describe("the search", () => {
  it("finds a model by a part of its name, whatever the case, the newest first", () => {
    expect(search(registry, "POE").releases).toEqual([1, 0]);
    expect(search(registry, "poet 2").releases).toEqual([1]);
  });

  it("finds lists of equal names together: invisible characters make no difference", () => {
    expect(search(registry, "opt-outs").lists).toEqual([1, 0]);
  });

  it("finds a release by id, weights, evidence, commitment and the manifest's address", () => {
    const { release: id, weights } = registry.snapshot.releases[1]!;
    for (const query of [id, id.slice(2), weights.toUpperCase(), EVIDENCE, "7000001", "https://example.org/7000001"])
      expect(search(registry, ` ${query} `).releases, query).toEqual([1]);
  });

  it("finds a vendor by the start of its address, and its releases", () => {
    const { vendor } = registry.snapshot.releases[2]!;
    expect(search(registry, vendor)).toEqual({ releases: [2], lists: [], vendors: [vendor] });
    expect(search(registry, vendor.slice(0, -1)).vendors).toHaveLength(2);
  });

  it("finds a list by id, owner, reviewer, document and the content identifier of an epoch", () => {
    const { list: id, owner, epochs } = registry.snapshot.lists[2]!;
    for (const query of [id, owner, epochs[0]!.contentHash, "bafy2epoch1", "ipfs://bafy2epoch1"])
      expect(search(registry, query).lists, query).toEqual([2]);
  });

  it("finds nothing for nothing, and nothing that is not there", () => {
    for (const query of ["", "  ", "\u200b", idOf(123), "sculptor", "0x", ".*"])
      expect(search(registry, query), query).toEqual({ releases: [], lists: [], vendors: [] });
  });

  it("gives the newest 30 of many", () => {
    const many = openRegistry(
      snapshotOf(
        [],
        Array.from({ length: 100 }, (_, i) => release(i, "poet", String(i), 1)),
      ),
    );
    expect(search(many, "poet").releases).toEqual(Array.from({ length: 30 }, (_, i) => 99 - i));
  });
});
