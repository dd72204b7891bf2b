import { writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { damagedPacks } from "../support/damagedPacks.ts";
import { openPackScene, type PackScene } from "../support/packScene.ts";
import { HAS_CHROMIUM, launchChromium, openWatched, type Watched } from "./support/chromium.ts";
import { openSite, type Site } from "./support/site.ts";

// The page as it is published, in a real browser, under its own Content-Security-Policy.

const NOT_CONFIRMED = "they are what the snapshot of this registry says";

let scene: PackScene;
let site: Site;
let browser: Browser;
let watched: Watched;
let page: Page;

describe.runIf(HAS_CHROMIUM)("a pack in a browser", () => {
  beforeAll(async () => {
    scene = await openPackScene();
    const beside = { snapshot: scene.registry.snapshot, nodes: ["rpc"] };
    site = await openSite(beside, { rpc: scene.chain }, { policy: "as explore" });
    browser = await launchChromium();
    watched = await openWatched(browser);
    ({ page } = watched);
    await watched.open(`${site.url}#/release/${scene.release}`);
    await page.getByLabel("public key").fill(scene.scene.policy.signers[0]!.publicKey);
  });
  afterAll(async () => {
    await browser?.close();
    site?.stop();
    await scene?.close();
  });

  const choose = async (name: string, pack: Uint8Array) => {
    const path = scene.at(name);
    await writeFile(path, pack);
    await page.getByLabel("Choose the .car file").setInputFiles(path);
  };

  it("is true, and the verifier is loaded for it and not before", async () => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    const isWorker = (url: string) => /worker.*\.js$/.test(url);
    expect(watched.asked.filter(isWorker)).toEqual([]);
    await choose("good.car", scene.pack);
    await page.getByRole("heading", { name: "true: every check passed" }).waitFor();
    expect(watched.asked.filter(isWorker)).toHaveLength(1);
    expect(await page.getByText("The blocks that the pack names, with the nodes.").count()).toBe(1);
    expect(await page.getByText("disjoint verify PACK").count()).toBe(1);
    expect(await page.getByText(NOT_CONFIRMED).count()).toBe(0);
  });

  it("shows its signed steps from the weights to the shards, each with its signer", async () => {
    const table = page.getByRole("table").filter({ hasText: "tokenize-0" });
    const rows = await table.getByRole("row").allTextContents();
    const shown = rows.map((row) => row.replaceAll(/[\u2066-\u2069]/g, ""));
    expect(shown).toHaveLength(4);
    expect(shown[0]).toBe("StepSigned byMadeFrom");
    expect(shown[1]).toMatch(/^trainsigner/);
    for (const name of ["tokenize-0", "tokenize-1"])
      expect(shown.find((row) => row.startsWith(`${name}signer`))).toMatch(/ shard [0-9a-f]/);
  });

  it("is false for each kind of damage, and the first failing check is shown with its code and a hint", async () => {
    for (const [what, pack] of damagedPacks(scene.pack)) {
      await choose("damaged.car", pack);
      const verdict = page.getByText(/^false: /);
      await verdict.waitFor();
      if ((await page.getByText("false: this is not an evidence pack").count()) > 0) continue;
      const alert = page.getByRole("alert");
      expect(await alert.getByRole("heading").textContent(), what).toMatch(/^The first check that fails: [a-z-]+$/);
      expect(await alert.getByText("What to do").count(), what).toBe(1);
    }
  });

  it("is said to be compared with a snapshot only, where no node is named", async () => {
    await page.evaluate(() => localStorage.setItem("disjoint-nodes", "[]"));
    await page.reload();
    await page.getByLabel("public key").fill(scene.scene.policy.signers[0]!.publicKey);
    await choose("good.car", scene.pack);
    await page.getByRole("heading", { name: "true: every check passed" }).waitFor();
    expect(await page.getByText(NOT_CONFIRMED).count()).toBe(1);
  });

  it("is never sent: the page requests only from its own server, and its policy blocks nothing", () => {
    expect(watched.asked.length).toBeGreaterThan(5);
    expect(watched.asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
    expect(watched.refused).toEqual([]);
  });
});
