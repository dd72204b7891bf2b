import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegistry } from "../../prover/chain/indexer/snapshot.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { INJECTIONS, openStrangersWorld, type StrangersWorld } from "../support/strangersWorld.ts";
import { HAS_CHROMIUM, launchChromium, openWatched, type Watched } from "./support/chromium.ts";
import { openSite, type Site } from "./support/site.ts";
import { viewsOf } from "./support/views.ts";

/** What a page loads before anything is verified or searched for. */
const MOST_BYTES = 150_000;

let world: StrangersWorld;
let site: Site;
let browser: Browser;
let watched: Watched;

describe.runIf(HAS_CHROMIUM)("views in a browser, of strangers' words on a chain", () => {
  beforeAll(async () => {
    world = await openStrangersWorld();
    site = await openSite({ snapshot: await readRegistry(world.chain, world.deployment) });
    browser = await launchChromium();
    watched = await openWatched(browser, { viewport: { width: 375, height: 800 } });
  });
  afterAll(async () => {
    await browser?.close();
    site?.stop();
    await world?.close();
  });

  it.each(INJECTIONS.keys().toArray())(
    "shows attempt %i as text in every view, and fits a narrow screen",
    async (i) => {
      const vendor = await world.chains[i % 4]!.signer!.getAddress();
      const views = viewsOf({ release: world.releases[i]!, list: world.lists[i]!, vendor });
      for (const view of i === 0 ? views : views.filter((each) => each.includes("0x"))) await expectText(view);
    },
  );

  async function expectText(view: string) {
    const { page, open } = watched;
    await open(`${site.url}${view}`);
    const found = await page.evaluate(() => ({
      hit: "hit" in window,
      made: document.querySelectorAll("main img, main script, main style, main [style]").length,
      links: [...document.querySelectorAll("a")].map((link) => link.protocol),
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      title: document.title,
    }));
    expect(found).toMatchObject({ hit: false, made: 0, overflow: 0 });
    expect(found.title).toMatch(/ · Disjoint registry$/);
    expect(found.links.filter((protocol) => !["http:", "https:", "ipfs:"].includes(protocol))).toEqual([]);
    expect(await page.getByLabel("What this page rests on").textContent()).toMatch(/^Not compared with any node/);
    for (const badge of await page.locator(".badge").allTextContents()) expect(badge).toMatch(/ not confirmed$/);
  }

  it("asks nobody but the host that serves it, and breaks no policy", () => {
    const { asked, refused } = watched;
    expect(asked.filter((url) => !url.startsWith(site.url) && url !== "about:blank")).toEqual([]);
    expect(asked.length).toBeGreaterThan(INJECTIONS.length);
    expect(refused).toEqual([]);
  });

  it("moves the focus to the heading of the next view, and skips to the content", async () => {
    const { page, open } = watched;
    await open(site.url);
    await page.getByRole("link", { name: "Risks", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Risks" }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.tagName);
    expect(await focused()).toBe("H1");
    await page.getByText("Skip to the content").focus();
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("MAIN");
    expect(new URL(page.url()).hash).toBe("#/risks");
  });

  it(`starts with at most ${MOST_BYTES} bytes of script`, () => {
    const html = readFileSync(join(PROJECT_ROOT, "build/web/index.html"), "utf8");
    const scripts = globSync("build/web/assets/*.js", { cwd: PROJECT_ROOT }).filter((file) =>
      html.includes(file.split("/").at(-1)!),
    );
    expect(scripts.length).toBeGreaterThan(0);
    const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(PROJECT_ROOT, file))).length, 0);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });
});
