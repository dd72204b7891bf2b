import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegistry } from "../../prover/chain/indexer/snapshot.ts";
import { evidenceOf, type RegistryWorld } from "../support/registryWorld.ts";
import { HAS_CHROMIUM, openWatched } from "./support/chromium.ts";
import type { Site } from "./support/site.ts";
import { viewsOf } from "./support/views.ts";
import { openWorldSite, type WorldSite } from "./support/worldSite.ts";

// Every view, of a registry on a real node, with all rules of axe-core, those of WCAG 2.2 AA included.

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let world: RegistryWorld;
let site: Site;
let browser: Browser;
let opened: WorldSite | undefined;

describe.runIf(HAS_CHROMIUM)("every view is accessible", () => {
  beforeAll(async () => {
    opened = await openWorldSite();
    ({ world, site, browser } = opened);
  });
  afterAll(() => opened?.close());

  it.each([
    ["an evidence pack", 20, 20],
    ["a manifest", 1022, 22],
  ])("by the keyboard alone, from the identifier of %s to its release", async (_, cid, place) => {
    const { page, open } = await openWatched(browser);
    await open(site.url);
    /** Presses Tab until something with this name has the focus, which has to be visible all the way. */
    const tabTo = async (name: string) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press("Tab");
        const focused = await page.evaluate(() => {
          const own = document.activeElement as HTMLElement;
          const { outlineStyle, outlineWidth } = getComputedStyle(own);
          const label = (own as HTMLInputElement).labels?.[0]?.textContent ?? own.textContent ?? "";
          return { label, tag: own.tagName, outlineStyle, isThick: Number.parseFloat(outlineWidth) >= 1 };
        });
        expect(focused).toMatchObject({ isThick: true, outlineStyle: expect.not.stringMatching(/^none$/) });
        if (focused.label.startsWith(name) && focused.tag !== "DIV") return;
      }
      throw new Error(`no way to ${name}`);
    };
    await tabTo("Search the register");
    await page.keyboard.type(evidenceOf(cid));
    await page.getByText(/^1 result\.$/).waitFor();
    const { model, version } = (await readRegistry(world.chain, world.deployment)).releases[place]!;
    await tabTo(model.slice(0, 8));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: version }).waitFor();
    expect(page.url()).toContain(`#/release/${world.releases[place]}`);
    await page.context().close();
  });

  const LOOKS = [
    { colorScheme: "light", width: 1440 },
    { colorScheme: "light", width: 375 },
    { colorScheme: "dark", width: 1440 },
    { colorScheme: "dark", width: 375 },
  ] as const;

  it("in light and dark colors, 375 and 1440 pixels wide", async () => {
    const { page, open } = await openWatched(browser);
    const problems: string[] = [];
    const vendor = await world.chains[1]!.signer!.getAddress();
    for (const view of viewsOf({ release: world.releases[30]!, list: world.lists.first, vendor })) {
      await open(`${site.url}${view}`);
      await page.evaluate(AXE);
      for (const { colorScheme, width } of LOOKS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        const { violations, passes } = await page.evaluate<AxeResults>(
          `axe.run({ rules: { "target-size": { enabled: true } } })`,
        );
        const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
        problems.push(...found.map((each) => `${view} ${colorScheme} ${width} ${each}`));
        expect(passes.length, view).toBeGreaterThan(15);
      }
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
