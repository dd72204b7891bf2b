import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submitProofs } from "../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import { registerRelease } from "../../prover/chain/releases/release.ts";
import type { RegistryEvent } from "../../prover/registry/compare.ts";
import { toCommitment } from "../../prover/shared/ids.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { type AnvilScene, openAnvilScene } from "../support/anvilScene.ts";
import { proved, someList, somePages } from "../support/chain.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";

const pages = somePages(5);
const COMMITMENT = toCommitment(7n);

let scene: AnvilScene;
let running: Followed | undefined;

type Followed = { child: ChildProcess; next(): Promise<RegistryEvent> };

const where = () => ({ rpc: scene.anvil.url, deployment: join(scene.folder, "deployment.json") });

/** `chain watch --follow` as its users run it, and its events one by one. */
function followList(...args: string[]): Followed {
  const { rpc, deployment } = where();
  const line = ["chain", "watch", scene.list, "--follow", "--json", "--interval", "1", "--rpc", rpc];
  const child = spawn(
    process.execPath,
    [join(PROJECT_ROOT, "prover/cli/disjoint.ts"), ...line, "--deployment", deployment, ...args],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  let waiting = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (waiting += text));
  running = {
    child,
    async next() {
      while (!waiting.includes("\n")) await once(child.stdout, "data");
      const [first = "", ...rest] = waiting.split("\n");
      waiting = rest.join("\n");
      return JSON.parse(first);
    },
  };
  return running;
}

async function end({ child }: Followed, signal: "SIGKILL" | "SIGINT"): Promise<number | null> {
  const closed = once(child, "close");
  child.kill(signal);
  running = undefined;
  return (await closed)[0];
}

const publish = (count: number) => publishBlocklist(scene.chain, scene.deployment, someList(pages.slice(0, count)));
const prove = (place: number) =>
  submitProofs(scene.chain, scene.deployment, scene.list, [proved(COMMITMENT, pages[place]!)]);

beforeAll(async () => {
  scene = await openAnvilScene(pages.slice(0, 1));
  const shards = [{ commitment: COMMITMENT, schemes: ["sha256"], uri: "" }];
  const own = { model: "poet", version: "1", weights: "1".repeat(64), shards, parents: [], terms: "" };
  await registerRelease(scene.chain, scene.deployment, own);
});
afterAll(async () => {
  if (running !== undefined) await end(running, "SIGKILL");
  await scene?.close();
});

describe("chain watch --follow", () => {
  it("reports each change when it happens, and after kill -9 what happened in the meantime", async () => {
    const cursor = join(scene.folder, "cursor.json");
    const first = followList("--cursor", cursor);
    expect(await first.next()).toMatchObject({ type: "epoch", epoch: 1, chainId: 31337 });
    await prove(0);
    expect(await first.next()).toMatchObject({ type: "status", verdict: { proved: "clean" }, before: "never-proved" });
    await publish(2);
    const epoch = await first.next();
    expect(epoch).toMatchObject({ type: "epoch", epoch: 2 });
    expect(await first.next()).toMatchObject({ type: "status", verdict: { proved: "behind" } });
    expect(await end(first, "SIGKILL")).toBeNull();

    await publish(3);
    const second = followList("--cursor", cursor);
    let next = await second.next();
    // Killed between saying and keeping, a run says its last events again.
    while (next.type !== "epoch" || next.epoch === 2) next = await second.next();
    expect(next).toMatchObject({ type: "epoch", epoch: 3 });
    expect(next.at.number).toBeGreaterThan(epoch.at.number);
    expect(await second.next()).toMatchObject({ type: "status", verdict: { proved: "behind", epochsBehind: 2 } });
    expect(await end(second, "SIGINT")).toBe(130);
  });

  it("reports first that the chain was reorganized, and then which verdicts no longer hold", async () => {
    const { provider } = scene.chain;
    const mark = await provider.send("evm_snapshot", []);
    const followed = followList();
    for (let event = await followed.next(); event.type !== "status"; ) event = await followed.next();
    await prove(1);
    await prove(2);
    let event = await followed.next();
    while (event.type !== "status" || event.verdict.proved !== "clean") event = await followed.next();
    await provider.send("evm_revert", [mark]);
    await provider.send("anvil_mine", ["0x8"]);
    expect(await followed.next()).toMatchObject({ type: "reorganized", before: event.at });
    const back = await followed.next();
    expect(back).toMatchObject({ type: "status", verdict: { proved: "behind", cleanEpoch: 1 } });
    expect(await end(followed, "SIGINT")).toBe(130);
  });
});

describe("chain watch for cron", () => {
  it("says that what an earlier run saw has left the chain", async () => {
    const { provider } = scene.chain;
    const values = { ...where(), cursor: join(scene.folder, "cron.json") };
    const mark = await provider.send("evm_snapshot", []);
    await publish(5);
    expect((await runCommand("chain watch", [scene.list], values)).outcome).toBe("behind");
    await provider.send("evm_revert", [mark]);
    // A chain that is shorter may be that of a node that is behind: it takes no verdict back.
    expect(await codeOf(() => runCommand("chain watch", [scene.list], values))).toBe("chain/node-behind");
    await provider.send("anvil_mine", ["0x8"]);
    const { lines, text } = await runCommand("chain watch", [scene.list], values);
    expect((lines as RegistryEvent[]).map(({ type }) => type)).toEqual(["reorganized", "status"]);
    expect(text).toMatch(/^reorganized: block \d+ 0x[0-9a-f]{64} is no longer on the chain/);
    expect((await runCommand("chain watch", [scene.list], values)).lines).toEqual([]);
  });

  it("refuses to follow an index, and an invalid interval", async () => {
    const refused = (values: Record<string, string | boolean>) =>
      codeOf(() => runCommand("chain watch", [scene.list], values));
    expect(await refused({ follow: true, index: "index.sqlite" })).toBe("cli/missing-option");
    expect(await refused({ ...where(), follow: true, interval: "0" })).toBe("cli/bad-option");
  });
});
