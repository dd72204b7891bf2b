import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RegistryWorld } from "../support/registryWorld.ts";
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

  const LOOKS = [
    { colorScheme: "light", width: 1440 },
    { colorScheme: "dark", width: 375 },
  ] as const;

  it.each(LOOKS)("in $colorScheme colors, $width pixels wide", async ({ colorScheme, width }) => {
    const { page, open } = await openWatched(browser, { colorScheme, viewport: { width, height: 900 } });
    const problems: string[] = [];
    const vendor = await world.chains[1]!.signer!.getAddress();
    for (const view of viewsOf({ release: world.releases[30]!, list: world.lists.first, vendor })) {
      await open(`${site.url}${view}`);
      await page.evaluate(AXE);
      const { violations, passes } = await page.evaluate<AxeResults>(
        `axe.run({ rules: { "target-size": { enabled: true } } })`,
      );
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
      problems.push(...found.map((each) => `${view} ${each}`));
      expect(passes.length, view).toBeGreaterThan(15);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
