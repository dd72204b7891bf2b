import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegistry } from "../../../prover/chain/indexer/snapshot.ts";
import { readReleaseHistory } from "../../../prover/registry/events/history.ts";
import { judgeRelease, openRegistry } from "../../../prover/registry/judge.ts";
import type { AskNode } from "../../../prover/registry/rpc.ts";
import type { ListId } from "../../../prover/shared/ids.ts";
import { codeOf } from "../../support/errors.ts";
import { fillRegistry, openRegistryScene, type RegistryScene } from "../../support/registryScene.ts";
import { circuitIdOf, keyOfTrapdoor, OTHER_TRAPDOOR } from "../../support/simulator.ts";

let scene: RegistryScene;
let filled: Awaited<ReturnType<typeof fillRegistry>>;

const ask: AskNode = (method, params) => scene.chain.provider.send(method, [...params]);
const registryNow = async () => openRegistry(await readRegistry(scene.chain, scene.deployment));
const timeNow = async () => (await registryNow()).snapshot.at.time;

beforeAll(async () => {
  scene = await openRegistryScene();
  filled = await fillRegistry(scene);
});
afterAll(() => scene?.close());

/** Every history ends where the snapshot is, and only grows. */
async function expectToEndRight(): Promise<void> {
  const registry = await registryNow();
  const { lists, releases } = registry.snapshot;
  for (const { release, time, reached } of releases) {
    const history = await readReleaseHistory(registry, release, ask);
    expect([...history.keys()].sort()).toEqual(reached.map(({ list }) => lists[list]!.list).sort());
    for (const [list, steps] of history) {
      expect(steps.at(-1)!.pages).toBe(judgeRelease(registry, release, list).cleanPages);
      for (const [i, step] of steps.entries()) {
        expect(step.pages).toBeGreaterThan(steps[i - 1]?.pages ?? 0);
        expect(step.time).toBeGreaterThanOrEqual(steps[i - 1]?.time ?? time);
      }
    }
  }
}

describe("the history of a release", () => {
  it("ends with what the snapshot says of it, for every release and list", expectToEndRight);

  it("has a step when the last shard of the release or of an ancestor caught up", async () => {
    const { first } = filled.lists as { first: ListId };
    const [, poet2, poet3, , painter2] = filled.releases;
    await scene.prove(first, 104n, 2, 4);
    const before = await timeNow();
    await scene.prove(first, 106n, 4, 5);
    await scene.prove(first, 104n, 4, 5);
    const registry = await registryNow();
    const after = registry.snapshot.at.time;
    const pagesOf = async (release: string) => (await readReleaseHistory(registry, release, ask)).get(first) ?? [];
    expect((await pagesOf(poet3!)).map(({ pages }) => pages)).toEqual([2, 4, 5]);
    expect((await pagesOf(painter2!)).map(({ pages }) => pages)).toEqual([2, 4, 5]);
    expect((await pagesOf(painter2!)).map(({ time }) => time).slice(1)).toEqual([before, after]);
    expect((await pagesOf(poet2!)).map(({ pages }) => pages)).toEqual([3, 5]);
  });

  it("leaves out what a revoked circuit proved", async () => {
    await scene.call("Ledger", "revoke", circuitIdOf(keyOfTrapdoor(OTHER_TRAPDOOR)), "a reason");
    await expectToEndRight();
    const registry = await registryNow();
    const history = await readReleaseHistory(registry, filled.releases[1]!, ask);
    expect(history.get(filled.lists.first)!.map(({ pages }) => pages)).toEqual([3]);
  });

  it("is refused if a node leaves out events, and empty for a release that is not there", async () => {
    const registry = await registryNow();
    const leavingOut: AskNode = async (method, params) => {
      const answer = await ask(method, params);
      return method === "eth_getLogs" ? (answer as unknown[]).slice(1) : answer;
    };
    const id = filled.releases[0]!;
    expect(await codeOf(() => readReleaseHistory(registry, id, leavingOut))).toBe("chain/bad-answer");
    expect(await readReleaseHistory(registry, `0x${"00".repeat(32)}`, ask)).toEqual(new Map());
  });
});
