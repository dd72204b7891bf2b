import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegistry } from "../../prover/chain/indexer/snapshot.ts";
import { registerRelease } from "../../prover/chain/releases/release.ts";
import { openRegistry, type RegistrySnapshot } from "../../prover/registry.ts";
import { toCommitment } from "../../prover/shared/ids.ts";
import { checkRelease, withNodes } from "../../web/data/source.ts";
import { isConfirmed, type Loaded } from "../../web/data/standing.ts";
import { type AnvilScene, openAnvilScene } from "../support/anvilScene.ts";
import { somePages } from "../support/chain.ts";

let scene: AnvilScene;
let snapshot: RegistrySnapshot;
let release: string;

beforeAll(async () => {
  scene = await openAnvilScene(somePages(2));
  const shards = [{ commitment: toCommitment(7n), schemes: ["sha256"], uri: "" }];
  const own = { model: "poet", version: "1", weights: "1".repeat(64), shards, parents: [], terms: "" };
  release = (await registerRelease(scene.chain, scene.deployment, own)).release;
  snapshot = await readRegistry(scene.chain, scene.deployment);
});
afterAll(() => scene?.close());

/** A registry that agreed with its nodes when releases of other pages were compared. */
const loadedFrom = (own: RegistrySnapshot, nodes: string[]): Loaded => ({
  config: { format: "disjoint/registry-page/v1", snapshot: "snapshot.json", nodes },
  registry: openRegistry(own),
  standing: "agrees",
  checked: { caughtUp: null, nodes: [], compared: 9, differences: [], isOnChain: true, block: own.at.number },
  comparedReleases: new Set(),
});

describe("a release that was not compared", () => {
  it("is compared when it is viewed, and confirmed if the node agrees", async () => {
    const loaded = loadedFrom(snapshot, [scene.anvil.url]);
    expect(isConfirmed(loaded, release)).toBe(false);
    const checked = await checkRelease(loaded, release);
    expect(isConfirmed(checked, release)).toBe(true);
    expect(await checkRelease(checked, release)).toBe(checked);
  });

  it("makes the page differ from the contracts if the snapshot says more of it than they", async () => {
    const [own] = snapshot.releases;
    const better = { ...own!, reached: [{ list: 0, pages: 2 }] };
    const checked = await checkRelease(loadedFrom({ ...snapshot, releases: [better] }, [scene.anvil.url]), release);
    expect(checked.standing).toBe("differs");
    expect(checked.checked!.differences.map(({ what }) => what)).toEqual([
      `status of release ${release} against list ${scene.list}`,
    ]);
    expect(isConfirmed(checked, release)).toBe(false);
  });

  it("stays without a comparison if no node answers, or the registry does not agree with its nodes", async () => {
    const silent = loadedFrom(snapshot, ["http://127.0.0.1:9"]);
    expect(await checkRelease(silent, release)).toBe(silent);
    const other = withNodes(silent, [scene.anvil.url]);
    expect(other).toMatchObject({ standing: "comparing", checked: null });
    expect(await checkRelease(other, release)).toBe(other);
  });
});
