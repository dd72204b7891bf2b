import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { countEvents } from "../support/factEvents.ts";
import { folderWith } from "../support/folder.ts";
import { FULL } from "../support/full.ts";
import { grow, growList, makeReleaseScene } from "../support/releaseScene.ts";

const KILLS = FULL ? 40 : 2;

/** Every so many kills the list grows as well: publishing it is killed too. */
const LIST_GROWS = 10;

test(`${KILLS} kills at random moments of a release: the next run completes it, and the chain holds everything ` +
  `once`, async () => {
  const folder = folderWith();
  const circuits = ["exclusion_16x60"];
  const scene = await makeReleaseScene({ folder, shards: { web: 60 }, entries: 17, pageSize: 16, circuits });
  try {
    let entries = 17;
    let records = 60;
    const lasts = await complete(folder, "v0");
    const killed: string[] = [];
    for (let i = 1; killed.length < KILLS; i++) {
      await grow(folder, "web", records, 5);
      records += 5;
      if (i % LIST_GROWS === 2) await growList(folder, entries++, 1, 16);
      const wait = Math.round(Math.random() * lasts);
      const stage = await kill(folder, `v${i}`, wait);
      if (stage !== undefined) killed.push(`after ${wait} of ${Math.round(lasts)} ms: ${stage}`);
      process.stderr.write(`${killed.length} of ${KILLS} kills; ${killed.at(-1)}\n`);
      await complete(folder, `v${i}`);
    }
    const { facts, releases, evidence, epochs } = await countEvents(scene);
    for (const { events, different } of [facts, releases, evidence, epochs]) expect(events).toBe(different);
    expect(facts.events).toBeGreaterThan(2 * KILLS);
    expect(releases.events).toBeGreaterThan(KILLS);
  } finally {
    await scene.stop();
  }
}, 3_600_000);

/** A run that nobody disturbs, and how many milliseconds it took. */
async function complete(folder: string, tag: string): Promise<number> {
  const start = performance.now();
  const ran = await disjoint(["release", tag, "--config", folder, "--json"]);
  expect(ran.code, ran.stderr).toBe(0);
  expect(jsonOf(ran)).toMatchObject({ verdict: "clean" });
  return performance.now() - start;
}

/** A run that is killed after so many milliseconds, and its last word; undefined if it had ended before. */
async function kill(folder: string, tag: string, wait: number): Promise<string | undefined> {
  const args = [join(PROJECT_ROOT, "prover/cli/disjoint.ts"), "release", tag, "--config", folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const timer = setTimeout(() => child.kill("SIGKILL"), wait);
  const [, signal] = await once(child, "exit");
  clearTimeout(timer);
  return signal === "SIGKILL" ? (said.trim().split("\n").at(-1) ?? "") : undefined;
}
