import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildIndex } from "../../../../prover/chain/indexer/build.ts";
import { checkIndex } from "../../../../prover/chain/indexer/check.ts";
import { readRegistry, toSnapshot } from "../../../../prover/chain/indexer/snapshot.ts";
import { openBuiltIndex, openIndex } from "../../../../prover/chain/indexer/store.ts";
import { readCleanStatus } from "../../../../prover/chain/releases/status.ts";
import { readReleaseVerdict, readShardVerdict } from "../../../../prover/chain/releases/verdict.ts";
import { describeState } from "../../../../prover/registry/describe.ts";
import { judgeRelease, judgeShard, openRegistry, type Registry } from "../../../../prover/registry/judge.ts";
import { hasOwnId } from "../../../../prover/registry/releaseId.ts";
import { openContract } from "../../../../prover/rpc/contract.ts";
import { toListId, toReleaseId } from "../../../../prover/shared/ids.ts";
import { runCommand } from "../../../support/command.ts";
import { FULL } from "../../../support/full.ts";
import { below, random } from "../../../support/random.ts";
import { fillRegistry, HOSTILE, NAME, openRegistryScene, type RegistryScene } from "../../../support/registryScene.ts";
import { circuitIdOf, keyOfTrapdoor, OTHER_TRAPDOOR } from "../../../support/simulator.ts";

let scene: RegistryScene;
let filled: Awaited<ReturnType<typeof fillRegistry>>;
let file: string;

beforeAll(async () => {
  scene = await openRegistryScene();
  filled = await fillRegistry(scene);
  file = join(scene.folder, "index.sqlite");
});
afterAll(() => scene?.close());

/** The index of what the chain is now, kept in the file. */
async function index(): Promise<Registry> {
  const opened = openIndex(file, scene.deployment);
  await buildIndex(scene.chain, scene.deployment, opened);
  const { differences } = await checkIndex(scene.chain, scene.deployment, opened);
  expect(differences).toEqual([]);
  opened.close();
  const built = openBuiltIndex(file);
  const registry = openRegistry(toSnapshot(built));
  built.close();
  return registry;
}

const where = () => ({ rpc: scene.anvil.url, deployment: scene.file });

/** The rows of a view, as any SQLite shell reads them. */
function view(sql: string): Record<string, string | number | null>[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare(sql).all() as Record<string, string | number | null>[];
  database.close();
  return rows;
}

/** Compares the verdicts of index, SQL view, library, contract and command line on every release and list. */
async function expectAgreement(registry: Registry): Promise<Map<string, number>> {
  const rows = new Map(view("SELECT * FROM release_status").map((row) => [`${row.release}/${row.list}`, row]));
  const states = new Map<string, number>();
  expect(registry.snapshot.releases.filter((release) => !hasOwnId(registry.snapshot, release))).toEqual([]);
  for (const { release } of registry.snapshot.releases)
    for (const { list } of registry.snapshot.lists) {
      const judged = judgeRelease(registry, release, list);
      const at = { ...registry.snapshot.at };
      const asked = await readReleaseVerdict(scene.chain, scene.deployment, toListId(list), toReleaseId(release));
      const withoutLagging = { ...asked, lagging: judged.lagging };
      expect(judged).toEqual(withoutLagging);
      if (judged.lagging !== null) expect(judged.lagging).toEqual(asked.lagging);
      const contract = await readCleanStatus(scene.chain, scene.deployment, toListId(list), toReleaseId(release));
      const { cleanEpoch, currentEpoch, cleanPages, lag, laggingRelease, laggingShard } = contract;
      expect(judged).toMatchObject({ cleanEpoch, currentEpoch, cleanPages, pagesBehind: lag, at });
      expect(rows.get(`${release}/${list}`)).toMatchObject({
        state: judged.state,
        clean_epoch: cleanEpoch,
        current_epoch: currentEpoch,
        clean_pages: cleanPages,
        pages_behind: lag,
        epochs_behind: judged.epochsBehind,
        lagging_release: laggingRelease,
        lagging_shard: String(laggingShard),
        since: judged.since === null ? null : new Date(1000 * judged.since).toISOString().replace(".000Z", "Z"),
        list_owner: judged.list.owner,
        lists_of_same_name: judged.list.sameName?.length,
      });
      const { text, verdict } = await runCommand("status", [], { ...where(), "list-id": list, "release-id": release });
      expect(text.split("\n")[0]).toBe(describeState(judged));
      expect(verdict).toBe(cleanEpoch > 0 && cleanEpoch === currentEpoch);
      states.set(judged.state, (states.get(judged.state) ?? 0) + 1);
    }
  return states;
}

describe("a registry of 4 vendors, 6 lists and 12 releases", () => {
  it("gives one verdict in the index, a view, the library, the contract and the command line", async () => {
    const states = await expectAgreement(await index());
    expect(Object.fromEntries(states)).toEqual({ clean: 12, behind: 2, "never-proved": 58 });
  });

  it("reports a shard that no vendor registered as unknown, whatever is proved about it", async () => {
    const { first } = filled.lists;
    await scene.prove(first, 123n, 0, 5);
    const registry = await index();
    for (const commitment of [filled.unregistered, ...filled.shards]) {
      const judged = judgeShard(registry, String(commitment), first);
      expect(judged).toEqual(await readShardVerdict(scene.chain, scene.deployment, first, commitment as never));
      expect(judged.state === "unknown").toBe(commitment === filled.unregistered);
    }
    const said = await runCommand("status", ["123"], { ...where(), "list-id": first });
    expect(said).toMatchObject({ verdict: false, outcome: "open", json: { state: "unknown", proved: "clean" } });
    expect(said.text).toMatch(/^unknown: no vendor has registered this shard/);
    const none = { ...where(), "list-id": first, "release-id": `0x${"00".repeat(32)}` };
    expect(await runCommand("status", [], none)).toMatchObject({ verdict: false, outcome: "open" });
  });

  it("agrees after growth, a revoked circuit and a reorganization", async () => {
    const { chain, call, publish, accumulate, proveAll } = scene;
    const { whole } = filled.lists;
    const snapshot = await chain.provider.send("evm_snapshot", []);
    await publish(1, "lost", 2);
    expect((await index()).snapshot.lists).toHaveLength(7);
    await chain.provider.send("evm_revert", [snapshot]);
    await publish(0, NAME, 9);
    await accumulate("accumulated", "bb", { whole: 12n * 7n, added: 7n });
    await proveAll(whole, 2, 31n, 7n, true);
    await call("Ledger", "revoke", circuitIdOf(keyOfTrapdoor(OTHER_TRAPDOOR)), "a \u001b[31mreason");
    await chain.provider.send("anvil_mine", ["0x8"]);
    const registry = await index();
    expect(registry.snapshot.lists).toHaveLength(6);
    expect(registry.snapshot).toEqual(await readRegistry(chain, scene.deployment));
    expect(Object.fromEntries(await expectAgreement(registry))).toEqual({ clean: 8, behind: 5, "never-proved": 59 });
  });

  it("has the history of how far proofs reached, as the contracts reported it after each block", async () => {
    await index();
    const rows = view("SELECT * FROM release_history ORDER BY release, list, block");
    const { chain, deployment } = scene;
    const releases = await openContract(chain, "Releases", deployment.releases);
    const newest = new Map<string, number>();
    for (const { release, list, block, clean_pages, at } of rows) {
      const { cleanPages } = await releases.getFunction("statusOf")(release, list, { blockTag: Number(block) });
      expect(Number(cleanPages), `${release} against ${list} after block ${block}`).toBe(clean_pages);
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      newest.set(`${release}/${list}`, Number(clean_pages));
    }
    for (const { release, list, clean_pages } of view("SELECT * FROM release_status"))
      expect(newest.get(`${release}/${list}`) ?? 0).toBe(clean_pages);
    const before = rows.filter(({ clean_pages }, i) => Number(rows[i - 1]?.clean_pages) > Number(clean_pages));
    expect(before.length).toBeGreaterThan(0);
  });

  it("marks each of several lists with equal names, in every output", async () => {
    const registry = await index();
    const { first, second } = filled.lists;
    for (const values of [where(), { index: file }]) {
      const { json, text } = await runCommand("chain lists", [], values);
      const { lists } = json as { lists: { list: string; sameName: { list: string }[] }[] };
      const others = Object.fromEntries(lists.map(({ list, sameName }) => [list, sameName.map((each) => each.list)]));
      expect(others).toMatchObject({ [first]: [second], [second]: [first], [filled.lists.texts]: [] });
      expect(text.match(/^EQUAL NAME: /gm)).toHaveLength(2);
    }
    expect((await runCommand("chain releases", [], { index: file })).text).toContain(`EQUAL NAME: list ${second}`);
    const release = registry.snapshot.releases[0]!.release;
    const status = await runCommand("status", [], { ...where(), "list-id": second, "release-id": release });
    expect(status.text).toContain(`EQUAL NAME: list ${first} of owner ${scene.owner}`);
    const shown = await runCommand("chain list show", [first], where());
    expect(shown).toMatchObject({
      json: { sameName: [{ list: second }] },
      text: expect.stringContaining("EQUAL NAME"),
    });
    const watched = await runCommand("chain watch", [second], { index: file });
    expect(watched.text).toContain(`EQUAL NAME: list ${first}`);
    expect(view(`SELECT * FROM list_epochs WHERE list = '${first}'`)).toMatchObject([
      { lists_of_same_name: 1, epoch: 1, is_confirmed: 1, added_pages: 2 },
      { epoch: 2, page_count: 5 },
      { epoch: 3, page_count: 9 },
    ]);
    const publishers = view("SELECT * FROM list_publishers WHERE lists_of_same_name > 0");
    expect(publishers.map(({ list }) => list)).toEqual([first, second]);
  });

  it("warns that the makers of keys without a ceremony can forge proofs", async () => {
    const opened = await readRegistry(scene.chain, scene.made);
    const { first } = filled.lists;
    const registry = openRegistry(opened);
    const states = opened.releases.map(({ release }) => judgeRelease(registry, release, first).state);
    expect(new Set(states)).toEqual(new Set(["development-key", "never-proved"]));
    const release = toReleaseId(opened.releases[0]!.release);
    const asked = await readReleaseVerdict(scene.chain, scene.made, first, release);
    expect(asked).toMatchObject({ state: "development-key", keys: { unknown: [] } });
    const { circuits, ...rest } = scene.deployment;
    const unnamed = await readReleaseVerdict(scene.chain, { ...rest, circuits: circuits.slice(1) }, first, release);
    expect(unnamed.state).toBe("development-key");
    expect(describeState(unnamed)).toMatch(/^1 key of unknown origin: its maker can forge/);
  });

  it("shows the words of strangers escaped", async () => {
    for (const name of ["chain lists", "chain releases", "chain vendors"]) {
      const { text } = await runCommand(name, [], { index: file });
      expect(text).not.toMatch(/\p{Cc}(?<!\n)/u);
      expect(text.split("\n").filter((line) => line.startsWith("clean up to epoch 9"))).toEqual([]);
      expect(text).toContain(JSON.stringify(HOSTILE).slice(1, -1));
    }
  });
});

// With the two rounds above, 504 pairs of a release and a list.
describe.runIf(FULL)("mixed states", () => {
  const draw = below(random(16));

  it.each([1, 2, 3, 4, 5])("have one verdict after growth and proofs at random, round %i", async (round) => {
    const lists = [filled.lists.first, filled.lists.second];
    for (let i = 0; i < 6; i++) {
      const from = draw(3);
      await scene.prove(lists[draw(2)]!, BigInt(101 + draw(11)), from, from + 1);
    }
    await scene.publish(0, NAME, 9 + 3 * round);
    await expectAgreement(await index());
  });
});
