/** The registry's page in a real browser: until it can be used, and a pack that is verified in it. */
import { loadavg } from "node:os";
import { chromium } from "playwright-core";
import { onPath } from "../../test/package/support/install.ts";
import { buildWeb } from "../web/build.ts";
import { type Section, table } from "./document.ts";
import { measurePack, type PackTimes } from "./page/pack.ts";
import { LARGE, SMALL } from "./page/snapshot.ts";
import { measureStartView, type StartView } from "./page/startView.ts";

type Report = { browser: string; small: StartView; large: StartView; pack: PackTimes; load: number };

/** The browser, if this machine has it. */
export const CHROMIUM = onPath("chromium");

export async function benchPage(): Promise<Section> {
  if (CHROMIUM === undefined) throw new Error("there is no chromium on PATH, in which the page is measured");
  await buildWeb();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    const report: Report = {
      browser: browser.version(),
      small: await measureStartView(browser, SMALL),
      large: await measureStartView(browser, LARGE),
      pack: await measurePack(browser),
      load: loadavg()[1]!,
    };
    return { report, markdown: toMarkdown(report) };
  } finally {
    await browser.close();
  }
}

function toMarkdown({ browser, small, large, pack, load }: Report): string {
  const count = (value: number) => value.toLocaleString("en");
  const rows = [small, large].map(({ events, lists, releases, bytes, read, interactive }) => [
    count(events),
    count(lists),
    count(releases),
    `${(bytes / 1e6).toFixed(2)} MB`,
    `${(read / 1000).toFixed(2)} s`,
    `${(interactive / 1000).toFixed(2)} s`,
  ]);
  const more = (large.interactive / small.interactive).toFixed(1);
  return `## The registry's page

Chromium ${browser}, the page served from this machine, nothing in the browser's cache. Interactive is when
the start view's search is there and painted, and the page waits for input. No node is named, so nothing is
compared yet.

${table(["events", "lists", "releases", "snapshot", "snapshot is there", "interactive"], rows)}

The larger registry takes **${more} times** as long.

A pack of ${pack.proofs} proofs (${(pack.bytes / 1000).toFixed(0)} kB), verified against a chain on a node (anvil),
in a Web Worker and by \`disjoint verify\` under the same policy, each from its start to its verdict:

| | time |
| --- | --- |
| browser | ${pack.browser.toFixed(2)} s |
| command line | ${pack.commandLine.toFixed(2)} s |

The browser takes **${(pack.browser / pack.commandLine).toFixed(2)} times** as long. The machine's load was ${load.toFixed(1)}.`;
}
