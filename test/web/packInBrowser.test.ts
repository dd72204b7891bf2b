import { writeFile } from "node:fs/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageFiles, policyOfPage, servedText } from "../../prover/cli/explore/files.ts";
import { serveSite } from "../../prover/cli/explore/server.ts";
import { buildWeb } from "../../scripts/web/build.ts";
import { onPath } from "../package/support/install.ts";
import { damagedPacks } from "../support/damagedPacks.ts";
import { openPackScene, type PackScene } from "../support/packScene.ts";

// The page as it is published, in a real browser, under its own Content-Security-Policy.

const NOT_CONFIRMED = "they are what the snapshot of this registry says";

const CHROMIUM = onPath("chromium");
if (CHROMIUM === undefined) process.stdout.write("no chromium on PATH: packs are not verified in a browser\n");

let scene: PackScene;
let site: Awaited<ReturnType<typeof serveSite>>;
let browser: Browser;
let page: Page;
/** Every address that the page asked for. */
const asked: string[] = [];
const refused: string[] = [];

describe.runIf(CHROMIUM !== undefined)("a pack in a browser", () => {
  beforeAll(async () => {
    await buildWeb();
    scene = await openPackScene();
    const config = { format: "disjoint/registry-page/v1", snapshot: "snapshot.json", nodes: ["rpc"] };
    site = await serveSite(
      {
        files: await pageFiles([
          servedText("config.json", JSON.stringify(config)),
          servedText("snapshot.json", JSON.stringify(scene.registry.snapshot)),
        ]),
        nodes: new Map([["/rpc", scene.chain]]),
        policy: policyOfPage(),
      },
      0,
    );
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    await page.goto(`${site.url}#/release/${scene.release}`);
    await page.getByLabel("public key").fill(scene.scene.policy.signers[0]!.publicKey);
  });
  afterAll(async () => {
    await browser?.close();
    site?.server.close();
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
    expect(asked.filter(isWorker)).toEqual([]);
    await choose("good.car", scene.pack);
    await page.getByRole("heading", { name: "true: every check passed" }).waitFor();
    expect(asked.filter(isWorker)).toHaveLength(1);
    expect(await page.getByText("The blocks that the pack names, with the nodes.").count()).toBe(1);
    expect(await page.getByText("disjoint verify PACK").count()).toBe(1);
    expect(await page.getByText(NOT_CONFIRMED).count()).toBe(0);
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
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
    expect(refused).toEqual([]);
  });
});
