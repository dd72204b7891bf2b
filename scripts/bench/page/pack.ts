import type { Browser, Page } from "playwright-core";
import { openPackScene, type PackScene } from "../../../test/support/packScene.ts";
import { disjointIn } from "../disjointness/command.ts";
import { interleaved, median, say } from "../measure.ts";
import { servePage } from "./site.ts";

/** Medians in seconds of the same pack under the same policy. */
export type PackTimes = { proofs: number; bytes: number; browser: number; commandLine: number };

/** Pages of each of the two lists, every one proved for both shards. */
const PAGES = [13, 12] as const;

const RUNS = 5;

/** Verifies a pack with the page and with the command that the page names, in turn. */
export async function measurePack(browser: Browser): Promise<PackTimes> {
  const scene = await openPackScene(PAGES);
  try {
    const times = await servePage(scene.registry.snapshot, (url) => inTurn(browser, scene, url), scene.chain);
    return { proofs: 2 * (PAGES[0] + PAGES[1]), bytes: scene.pack.length, ...times };
  } finally {
    await scene.close();
  }
}

async function inTurn(browser: Browser, scene: PackScene, url: string) {
  const page = await browser.newPage();
  await page.goto(`${url}#/release/${scene.release}`);
  await page.getByLabel("public key").fill(scene.scene.policy.signers[0]!.publicKey);
  await inBrowser(page, scene);
  const shown = await page.locator("pre", { hasText: "disjoint verify PACK" }).textContent();
  const words = shown!.split(/[\s\\]+/);
  const command = words.slice(1).map((word) => argumentsOf(scene)[word] ?? word);
  const disjoint = disjointIn(scene.at("."));
  const [browserTimes, commandTimes] = await interleaved(RUNS, [
    () => inBrowser(page, scene),
    async () => (await disjoint(command)).seconds,
  ]);
  await page.close();
  return { browser: median(browserTimes!), commandLine: median(commandTimes!) };
}

/** What stands for the words that the page leaves to the reader. */
const argumentsOf = ({ at, archive, anvil }: PackScene): Record<string, string> => ({
  PACK: archive,
  "DEPLOYMENT.json": at("DEPLOYMENT.json"),
  NODE: anvil.url,
});

/** Seconds from choosing the file until the verdict is shown; the worker is started for it. */
async function inBrowser(page: Page, { archive }: PackScene): Promise<number> {
  const verdict = page.getByRole("heading", { name: "true: every check passed" });
  const started = performance.now();
  await page.getByLabel("Choose the .car file").setInputFiles(archive);
  await verdict.waitFor({ state: "detached" });
  await verdict.waitFor();
  const seconds = (performance.now() - started) / 1000;
  say(`pack in the browser: ${seconds.toFixed(2)} s`);
  return seconds;
}
