import type { Browser } from "playwright-core";
import { readRegistry } from "../../../prover/chain/indexer/snapshot.ts";
import { openRegistryWorld, type RegistryWorld } from "../../support/registryWorld.ts";
import { launchChromium } from "./chromium.ts";
import { openSite, type Site } from "./site.ts";

/** The page of the registry with 40 releases, beside its node, and a browser for it. */
export type WorldSite = { world: RegistryWorld; site: Site; browser: Browser; close(): Promise<void> };

export async function openWorldSite(): Promise<WorldSite> {
  const world = await openRegistryWorld();
  const snapshot = await readRegistry(world.chain, world.deployment);
  const site = await openSite({ snapshot, nodes: [world.anvil.url] });
  const browser = await launchChromium();
  const close = async () => {
    await browser.close();
    site.stop();
    await world.close();
  };
  return { world, site, browser, close };
}
