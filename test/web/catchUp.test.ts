import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegistry } from "../../prover/chain/indexer/snapshot.ts";
import { submitProofs } from "../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import { registerRelease } from "../../prover/chain/releases/release.ts";
import {
  type AskNode,
  checkSnapshot,
  judgeRelease,
  openRegistry,
  type RegistrySnapshot,
} from "../../prover/registry.ts";
import { toCommitment } from "../../prover/shared/ids.ts";
import { catchUp } from "../../web/data/catchUp.ts";
import { worseSnapshot } from "../../web/data/worse.ts";
import { type AnvilScene, openAnvilScene } from "../support/anvilScene.ts";
import { proved, someList, somePages } from "../support/chain.ts";
import { codeOf } from "../support/errors.ts";
import { below, random } from "../support/random.ts";
import { list, release, snapshotOf } from "../support/registrySnapshot.ts";

const pages = somePages(4);
const COMMITMENT = toCommitment(7n);

let scene: AnvilScene;
let first: RegistrySnapshot;

const node: AskNode = (method, params) => scene.chain.provider.send(method, [...params]);
const dead: AskNode = async () => {
  throw new TypeError("fetch failed");
};
/** A node that has not heard of blocks after that one. */
const behind =
  (last: number): AskNode =>
  async (method, params) => {
    if (method === "eth_blockNumber") return `0x${last.toString(16)}`;
    if (method !== "eth_getBlockByNumber") return node(method, params);
    const tag = params[0] === "latest" ? `0x${last.toString(16)}` : params[0];
    return Number(tag) > last ? null : node(method, [tag, false]);
  };
/** A node that says of every shard that it excludes so many pages. */
const claiming =
  (count: number): AskNode =>
  async (method, params) => {
    const result = await node(method, params);
    const { data } = (params[0] ?? {}) as { data?: string };
    const isCleanPages = method === "eth_call" && data?.length === 2 + 8 + 128;
    return isCleanPages ? `0x${count.toString(16).padStart(64, "0")}` : result;
  };

const now = () => readRegistry(scene.chain, scene.deployment);

/** Snapshots say of keys what the deployment file says; nodes know nothing of it. */
const withoutSetups = ({ circuits, ...rest }: RegistrySnapshot) => ({
  ...rest,
  circuits: circuits.map(({ setup: _, ...each }) => each),
});

beforeAll(async () => {
  scene = await openAnvilScene(pages.slice(0, 2));
  const shards = [{ commitment: COMMITMENT, schemes: ["sha256"], uri: "" }];
  const own = { model: "poet", version: "1", weights: "1".repeat(64), shards, parents: [], terms: "" };
  await registerRelease(scene.chain, scene.deployment, own);
  first = await now();
});
afterAll(() => scene?.close());

describe("a snapshot beside its nodes", () => {
  it("is unchanged if nothing happened, and grows with new events", async () => {
    const same = await catchUp(first, [node, node]);
    expect(same?.registry.snapshot).toEqual(first);
    expect(same?.caughtUp).toEqual({ events: 0, isRebuilt: false });
    await submitProofs(scene.chain, scene.deployment, scene.list, [proved(COMMITMENT, pages[0]!)]);
    await publishBlocklist(scene.chain, scene.deployment, someList(pages.slice(0, 3)));
    const grown = await catchUp(first, [node]);
    expect(withoutSetups(grown!.registry.snapshot)).toEqual(withoutSetups(await now()));
    expect(grown?.caughtUp.events).toBeGreaterThanOrEqual(2);
  });

  it("keeps the worse of two nodes' answers, in either order", async () => {
    const { release } = first.releases[0]!;
    for (const nodes of [
      [node, claiming(3)],
      [claiming(3), node],
    ]) {
      const { registry } = (await catchUp(first, nodes))!;
      expect(judgeRelease(registry, release, scene.list)).toMatchObject({ cleanPages: 1, proved: "never-proved" });
    }
    const { registry } = (await catchUp(first, [claiming(0), claiming(3)]))!;
    expect(judgeRelease(registry, release, scene.list)).toMatchObject({ cleanPages: 0, proved: "never-proved" });
  });

  it("relies on the nodes that answer, and reports when none does", async () => {
    const one = await catchUp(first, [dead, node]);
    expect(withoutSetups(one!.registry.snapshot)).toEqual(withoutSetups(await now()));
    expect(await catchUp(first, [dead, dead])).toBeNull();
  });

  it("is not taken back by a node that has not reached its block", async () => {
    const newest = await now();
    const late = behind(newest.at.number - 1);
    expect(await catchUp(newest, [late])).toBeNull();
    const both = await catchUp(newest, [late, node]);
    expect(both).toMatchObject({ caughtUp: { events: 0, isRebuilt: false }, registry: { snapshot: newest } });
    expect(await codeOf(() => checkSnapshot(newest, late))).toBe("chain/node-behind");
  });

  it("is rebuilt after its block has left the chain", async () => {
    const mark = await scene.chain.provider.send("evm_snapshot", []);
    await publishBlocklist(scene.chain, scene.deployment, someList(pages, "lost"));
    const lost = await now();
    await scene.chain.provider.send("evm_revert", [mark]);
    await scene.chain.provider.send("anvil_mine", ["0x9"]);
    const rebuilt = await catchUp(lost, [node]);
    expect(rebuilt?.caughtUp.isRebuilt).toBe(true);
    expect(rebuilt!.registry.snapshot).toEqual(await now());
  });
});

describe("the worse of two snapshots", () => {
  const RANK = ["clean", "behind", "never-proved", "unknown"];
  const draw = below(random(16));

  /** Two lists with epochs of two pages, and releases that are clean to somewhere. */
  function drawn(): RegistrySnapshot {
    const lists = [0, 1].filter((_, i) => i === 0 || draw(3) > 0).map((n) => list(n, `list ${n}`, 1 + draw(3)));
    const releases = [0, 1, 2]
      .filter((n) => n === 0 || draw(4) > 0)
      .map((n) => {
        const reached = lists.flatMap((_, place) => {
          const count = draw(8);
          const lagging = { release: 0, shard: String(7_000_000) };
          return count === 0 ? [] : [{ list: place, pages: count, lagging }];
        });
        return release(n, "model", String(n), 0, { reached });
      });
    return snapshotOf(lists, releases);
  }

  it("has no verdict that is better than by either", () => {
    for (let i = 0; i < 300; i++) {
      const one = drawn();
      const other = drawn();
      const worse = openRegistry(worseSnapshot(one, other));
      for (const { release: id } of worse.snapshot.releases)
        for (const { list: against } of worse.snapshot.lists) {
          const rank = (snapshot: RegistrySnapshot) =>
            RANK.indexOf(judgeRelease(openRegistry(snapshot), id, against).state);
          const known = [one, other].filter(({ lists }) => lists.some((each) => each.list === against));
          const both = known.filter(({ releases }) => releases.some((each) => each.release === id));
          const own = RANK.indexOf(judgeRelease(worse, id, against).state);
          for (const snapshot of both) expect(own).toBeGreaterThanOrEqual(rank(snapshot));
          if (both.length < 2) expect(own).toBe(RANK.indexOf("never-proved"));
        }
    }
  });

  it("is the same of two equal ones", () => {
    for (let i = 0; i < 20; i++) {
      const one = drawn();
      expect(worseSnapshot(one, structuredClone(one))).toEqual(one);
    }
  });
});
