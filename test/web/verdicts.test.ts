import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegistry } from "../../prover/chain/indexer/snapshot.ts";
import { describeState, judgeRelease, openRegistry, type RegistryVerdict } from "../../prover/registry.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { runCommand } from "../support/command.ts";
import { NAME } from "../support/registryScene.ts";
import { RELEASES, type RegistryWorld } from "../support/registryWorld.ts";
import { circuitIdOf, keyOfTrapdoor, OTHER_TRAPDOOR } from "../support/simulator.ts";
import { HAS_CHROMIUM, openWatched } from "./support/chromium.ts";
import type { Site } from "./support/site.ts";
import { openWorldSite, type WorldSite } from "./support/worldSite.ts";

// Each release against each list, at several blocks: the command line, the library and the page say the same. Of
// packs, verifyPack.test.ts says so.

/** A verdict as all three say it. `epochs`: as in a cell of the matrix. */
type Said = { state: string; epochs: string; sentence: string };

const LISTS = 6;

let world: RegistryWorld;
let site: Site;
let browser: Browser;
let opened: WorldSite | undefined;
/** How many verdicts were compared. */
let compared = 0;

const toSaid = (verdict: RegistryVerdict): Said => ({
  state: verdict.state,
  epochs: `${verdict.cleanEpoch} of ${verdict.currentEpoch} ${verdict.currentEpoch === 1 ? "epoch" : "epochs"}`,
  sentence: describeState(verdict),
});

const keyOf = ({ subject, list }: RegistryVerdict): string =>
  `${subject.kind === "release" ? subject.release : ""}/${list.list}`;

const byKey = (verdicts: readonly RegistryVerdict[]) =>
  new Map(verdicts.map((verdict) => [keyOf(verdict), toSaid(verdict)]));

/** What `chain releases --json` says, its sentences those of its text as far as it shows them. */
async function onCommandLine(deployment: string): Promise<Map<string, Said>> {
  const { json, text } = await runCommand("chain releases", [], { rpc: world.anvil.url, deployment });
  const verdicts = (json as { releases: { verdicts: RegistryVerdict[] }[] }).releases.flatMap((each) => each.verdicts);
  for (const verdict of verdicts)
    if (verdict.proved !== "never-proved") expect(text).toContain(`  ${describeState(verdict)}\n`);
  return byKey(verdicts);
}

async function inLibrary(deployment: RegistryWorld["deployment"]): Promise<Map<string, Said>> {
  const registry = openRegistry(await readRegistry(world.chain, deployment));
  const { releases, lists } = registry.snapshot;
  return byKey(releases.flatMap(({ release }) => lists.map(({ list }) => judgeRelease(registry, release, list))));
}

/** What the matrix shows in each cell, and the view of each release as a sentence. */
async function onPage(): Promise<Map<string, Said>> {
  const { page, open } = await openWatched(browser);
  await open(`${site.url}#/releases`);
  const cells = await page.locator("a.cell").evaluateAll((links) =>
    links.map((link) => ({
      key: link.getAttribute("href")!.replace("#/certificate/", ""),
      state: link.querySelector(".badge")!.className.split(" ")[1]!,
      isSure: link.querySelector(".unsure") === null,
      epochs: link.querySelector(".small")!.textContent!.split(",")[0]!,
    })),
  );
  expect(cells.filter(({ isSure }) => !isSure)).toEqual([]);
  const sentences = new Map<string, string>();
  for (const release of world.releases) {
    await page.evaluate((hash) => void (location.hash = hash), `#/release/${release}`);
    const rows = page.locator("tr", { has: page.locator(`a[href^="#/certificate/${release}/"]`) });
    await rows.nth(LISTS - 1).waitFor();
    for (const [key, sentence] of await rows.evaluateAll((each) =>
      each.map((row) => [
        row.querySelector('a[href^="#/certificate/"]')!.getAttribute("href")!.replace("#/certificate/", ""),
        row.querySelector(".verdict p")!.textContent!,
      ]),
    ))
      sentences.set(key!, sentence!);
  }
  await page.context().close();
  return new Map(cells.map(({ key, state, epochs }) => [key, { state, epochs, sentence: sentences.get(key)! }]));
}

/** @returns how many verdicts have which state */
async function expectSame(deployment: RegistryWorld["deployment"]): Promise<Record<string, number>> {
  const file = join(world.folder, "compared.json");
  await writeFile(file, stringifyJson(deployment));
  const library = await inLibrary(deployment);
  expect(await onCommandLine(file)).toEqual(library);
  expect(await onPage()).toEqual(library);
  expect(library.size).toBe(RELEASES * LISTS);
  compared += library.size;
  const states: Record<string, number> = {};
  for (const { state } of library.values()) states[state] = (states[state] ?? 0) + 1;
  return states;
}

describe.runIf(HAS_CHROMIUM)("the same verdicts on the command line, in the library and on the page", () => {
  beforeAll(async () => {
    opened = await openWorldSite();
    ({ world, site, browser } = opened);
  });
  afterAll(() => opened?.close());

  it("of a snapshot that is up to date", async () => {
    const states = await expectSame(world.deployment);
    expect(states).toEqual({
      clean: expect.any(Number),
      behind: expect.any(Number),
      "never-proved": expect.any(Number),
    });
  });

  it("of a page that caught up with new epochs and a revoked circuit, and of a reorganized chain", async () => {
    const { provider } = world.chain;
    const mark = await provider.send("evm_snapshot", []);
    await world.publish(0, NAME, 6);
    await world.prove(world.lists.first, 101n, 5, 6);
    await world.call("Ledger", "revoke", circuitIdOf(keyOfTrapdoor(OTHER_TRAPDOOR)), "its ceremony was not one");
    const states = await expectSame(world.deployment);
    site.put({ snapshot: await readRegistry(world.chain, world.deployment), nodes: [world.anvil.url] });
    await provider.send("evm_revert", [mark]);
    await provider.send("anvil_mine", ["0x20"]);
    await world.prove(world.lists.second, 109n, 0, 3);
    expect(await expectSame(world.deployment)).not.toEqual(states);
  });

  it("of development keys", async () => {
    site.put({ snapshot: await readRegistry(world.chain, world.made), nodes: [world.anvil.url] });
    const states = await expectSame(world.made);
    expect(states).toEqual({ "development-key": expect.any(Number), "never-proved": expect.any(Number) });
  });

  it("on enough of them", () => {
    expect(compared).toBeGreaterThan(500);
  });
});
