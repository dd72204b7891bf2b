import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegistry } from "../../../prover/chain/indexer/snapshot.ts";
import { checkSnapshot } from "../../../prover/registry/checkSnapshot.ts";
import { EVENT_TYPES } from "../../../prover/registry/events/apply.ts";
import { type RegistryHome, updateSnapshot } from "../../../prover/registry/events/update.ts";
import { toCheckedAddress, toScheme } from "../../../prover/registry/events/values.ts";
import type { AskNode } from "../../../prover/registry/rpc.ts";
import type { RegistrySnapshot } from "../../../prover/registry/snapshot.ts";
import { openContract } from "../../../prover/rpc/contract.ts";
import { parseScheme } from "../../../prover/rpc/node/decode.ts";
import { getAddress, Interface } from "../../../prover/shared/ethers.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { someList } from "../../support/chain.ts";
import { codeOf } from "../../support/errors.ts";
import { below, random } from "../../support/random.ts";
import { fillRegistry, NAME, openRegistryScene, type RegistryScene } from "../../support/registryScene.ts";
import { circuitIdOf, keyOfTrapdoor, OTHER_TRAPDOOR } from "../../support/simulator.ts";

let scene: RegistryScene;
let filled: Awaited<ReturnType<typeof fillRegistry>>;
let home: RegistryHome;
let setups: Record<string, "ceremony" | "development">;
/** Snapshots of earlier blocks. */
const earlier: RegistrySnapshot[] = [];

const ask: AskNode = async (method, params) => {
  const response = await fetch(scene.anvil.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { code: number; message: string } };
  if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.code });
  return result;
};

const fromIndex = () => readRegistry(scene.chain, scene.deployment);

beforeAll(async () => {
  scene = await openRegistryScene();
  const { circuits, powers, chainId, blocklists, ledger, releases, block = 0 } = scene.deployment;
  home = { chainId, contracts: { blocklists, ledger, releases, block } };
  setups = Object.fromEntries([
    ...circuits.map(({ circuitId, setup }) => [circuitId, setup] as const),
    [powers!.id, powers!.setup] as const,
  ]);
  earlier.push(await fromIndex());
  filled = await fillRegistry(scene);
  earlier.push(await fromIndex());
});
afterAll(() => scene?.close());

/** From nothing and from each earlier snapshot, the same as the index. */
async function expectSame(): Promise<void> {
  const expected = await fromIndex();
  for (const known of [null, ...earlier]) {
    const { snapshot, isRebuilt, from, events } = await updateSnapshot(known ?? home, ask, { setups });
    expect(snapshot).toEqual(expected);
    expect(isRebuilt).toBe(false);
    expect(from).toBe(known === null ? home.contracts.block : known.at.number + 1);
    expect(events).toBe(expected.events - (known?.events ?? 0));
  }
  earlier.push(expected);
}

describe("a snapshot brought up to date from events", () => {
  it("knows every event of the contracts, by the same signature", async () => {
    const names = ["Blocklists", "Ledger", "Releases"];
    const abis = names.map(async (name) => {
      const file = join(PROJECT_ROOT, `build/contracts/contracts/${name}.sol/${name}.json`);
      return new Interface(JSON.parse(await readFile(file, "utf8")).abi);
    });
    const signatures = (await Promise.all(abis)).flatMap((abi) => {
      const found: string[] = [];
      abi.forEachEvent((event) => void found.push(event.format("sighash")));
      return found;
    });
    expect(EVENT_TYPES.map(({ signature }) => signature).sort()).toEqual([...new Set(signatures)].sort());
  });

  it("is the index's", () => expectSame());

  it("is the index's after what takes back: dropped epochs, a new owner, a paused and a revoked circuit", async () => {
    const { call, owner, publish, chains } = scene;
    const { reviewed, first } = filled.lists;
    const other = await chains[3]!.signer!.getAddress();
    await call("Blocklists", "setPublisher", first, other, true);
    await call("Blocklists", "setPublisher", first, owner, true);
    await expectSame();
    await call("Blocklists", "setPublisher", first, other, false);
    await call("Blocklists", "transferOwnership", first, other);
    await expectSame();
    await call("Blocklists", "transferOwnership", first, `0x${"00".repeat(20)}`);
    await call("Blocklists", "drop", reviewed, 2, someList([]).contentHash);
    await publish(0, "reviewed", 3, "sha256", [owner]);
    await expectSame();
    const circuit = circuitIdOf(keyOfTrapdoor(OTHER_TRAPDOOR));
    await call("Ledger", "pause", circuit, "a \u001b[31mreason");
    await expectSame();
    await call("Ledger", "revoke", circuit, "another");
    await expectSame();
  });

  it.each([1, 2, 3])("is the index's after events in a random order, round %i", async (round) => {
    const draw = below(random(100 + round));
    const lists = [filled.lists.first, filled.lists.second];
    const steps = [
      () => scene.prove(lists[draw(2)]!, BigInt(101 + draw(11)), 5 + 2 * draw(3), 7 + 2 * draw(3)).catch(() => {}),
      () => scene.publish(0, NAME, 5 + 5 * round + draw(5)).catch(() => {}),
      () => scene.register(draw(4), "random", `${round}-${draw(99)}`, [BigInt(101 + draw(20))]).catch(() => {}),
    ];
    for (let i = 0; i < 8; i++) await steps[draw(steps.length)]!();
    await expectSame();
  });

  it("survives names that are not UTF-8", async () => {
    const blocklists = await openContract(scene.chain, "Blocklists", scene.deployment.blocklists);
    for (const [salt, bytes] of ["ff41fe42", "efbbbf41", "00000000"].entries()) {
      const config = { scheme: `0x${"ff".repeat(32)}`, metadata: "aaaa", reviewers: [], threshold: 0 };
      const named = blocklists.interface.encodeFunctionData("create", [config, `0x${`0${salt}`.repeat(32)}`]);
      const data = named.replace(Buffer.from("aaaa").toString("hex"), bytes);
      await (await scene.chain.signer!.sendTransaction({ to: await blocklists.getAddress(), data })).wait();
    }
    await expectSame();
    expect(
      earlier
        .at(-1)!
        .lists.slice(-3)
        .map(({ name }) => name),
    ).toEqual(["\ufffdA\ufffdB", "\ufeffA", "\0\0\0\0"]);
  });

  it("spells addresses and schemes as ethers does", () => {
    const draw = below(random(7));
    for (let i = 0; i < 200; i++) {
      const length = draw(33);
      const bytes = Array.from({ length: 32 }, (_, place) => (place < length ? draw(i % 2 === 0 ? 128 : 256) : 0));
      const hash = `0x${Buffer.from(bytes).toString("hex")}`;
      expect(toScheme(BigInt(hash))).toBe(parseScheme(hash, "scheme"));
      expect(toCheckedAddress(BigInt(hash.slice(0, 42)), "address")).toBe(getAddress(hash.slice(0, 42)));
    }
  });

  it("asks for shorter ranges of blocks where a node refuses longer ones", async () => {
    const lengths: number[] = [];
    const short: AskNode = async (method, params) => {
      if (method !== "eth_getLogs") return ask(method, params);
      const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string };
      lengths.push(Number(toBlock) - Number(fromBlock) + 1);
      if (lengths.at(-1)! > 7) throw Object.assign(new Error("query returned too many blocks"), { code: -32005 });
      return ask(method, params);
    };
    expect((await updateSnapshot(home, short, { setups })).snapshot).toEqual(await fromIndex());
    const refused = lengths.filter((length) => length > 7);
    expect(refused.length).toBeGreaterThan(2);
    expect(refused).toEqual([...new Set(refused)].sort((a, b) => b - a));
    const refusing: AskNode = async (method, params) => {
      if (method === "eth_getLogs") throw new Error("no events here");
      return ask(method, params);
    };
    await expect(updateSnapshot(home, refusing)).rejects.toThrow("no events here");
  });

  it("stays behind the head by the confirmations that are asked for", async () => {
    const { snapshot } = await updateSnapshot(home, ask, { setups, confirmations: 3 });
    expect(snapshot).toEqual(await readRegistry(scene.chain, scene.deployment, { confirmations: 3 }));
  });

  it("is refused from a node that leaves out, repeats, moves or garbles events, or is of another chain", async () => {
    const { blocklists } = home.contracts;
    const wrong = (change: (logs: Record<string, unknown>[]) => unknown): Promise<string | undefined> =>
      codeOf(() =>
        updateSnapshot(home, async (method, params) => {
          const result = await ask(method, params);
          return method === "eth_getLogs" ? change(result as Record<string, unknown>[]) : result;
        }),
      );
    for (const change of [
      (logs: Record<string, unknown>[]) =>
        logs.filter((log) => log !== logs.find(({ address }) => getAddress(String(address)) === blocklists)),
      (logs) => logs.flatMap((log) => [log, log]),
      (logs) => logs.map((log) => ({ ...log, blockNumber: "0xffffff" })),
      (logs) => logs.map((log) => ({ ...log, data: String(log.data).slice(0, -64) })),
      (logs) => logs.map((log) => ({ ...log, data: String(log.data).replace(/^0x.{64}/, `0x${"f".repeat(64)}`) })),
      (logs) => logs.map((log) => ({ ...log, topics: [] })),
      () => ({}),
      () => [null],
    ] satisfies ((logs: Record<string, unknown>[]) => unknown)[])
      expect(await wrong(change), String(change)).toBe("chain/bad-answer");
    expect(await codeOf(() => updateSnapshot({ ...home, chainId: 7 }, ask))).toBe("chain/bad-answer");
  });

  it("mixes no two chains, whichever of its questions about blocks a reorganization comes before", async () => {
    const { provider } = scene.chain;
    let place = 0;
    for (let isDone = false; !isDone; place++) {
      const mark = await provider.send("evm_snapshot", []);
      await scene.publish(1, `lost ${place}`, 2);
      const lost = await fromIndex();
      await provider.send("anvil_mine", ["0x1"]);
      let asked = 0;
      const reorganize = async () => {
        await provider.send("evm_revert", [mark]);
        await provider.send("anvil_mine", ["0x10"]);
      };
      const during: AskNode = async (method, params) => {
        if (method === "eth_getBlockByNumber" && asked++ === place) await reorganize();
        return ask(method, params);
      };
      const { snapshot } = await updateSnapshot(lost, during, { setups });
      isDone = asked <= place;
      if (isDone) await reorganize();
      else expect(snapshot).toEqual(await fromIndex());
    }
    expect(place).toBeGreaterThan(4);
  });

  it("is rebuilt, and says so, after its block has left the chain", async () => {
    const { provider } = scene.chain;
    const mark = await provider.send("evm_snapshot", []);
    await scene.publish(1, "lost", 2);
    const lost = await fromIndex();
    await provider.send("evm_revert", [mark]);
    // A chain that is shorter than the snapshot may be that of a node that is behind: it takes nothing back.
    expect(await codeOf(() => updateSnapshot(lost, ask, { setups }))).toBe("chain/node-behind");
    expect(await codeOf(() => checkSnapshot(lost, ask))).toBe("chain/node-behind");
    await scene.publish(1, "found", 3);
    await provider.send("anvil_mine", ["0x2"]);
    const longer = await updateSnapshot(lost, ask, { setups });
    expect(longer).toMatchObject({ isRebuilt: true, from: home.contracts.block });
    expect(longer.snapshot).toEqual(await fromIndex());
    expect(longer.snapshot.lists.map(({ name }) => name)).toContain("found");
    expect(longer.snapshot.lists.map(({ name }) => name)).not.toContain("lost");
    // No deployment file in a browser: what the lost snapshot says of the keys stays.
    expect((await updateSnapshot(lost, ask)).snapshot).toEqual(longer.snapshot);
  });
});
