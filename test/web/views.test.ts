import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageFiles, policyOfPage, servedText } from "../../prover/cli/explore/files.ts";
import { serveSite } from "../../prover/cli/explore/server.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { buildWeb } from "../../scripts/web/build.ts";
import { onPath } from "../package/support/install.ts";
import { list, release, snapshotOf } from "../support/registrySnapshot.ts";

const CHROMIUM = onPath("chromium");
if (CHROMIUM === undefined) process.stdout.write("no chromium on PATH: the page's views are not opened\n");

/** What a page loads before anything is verified or searched for. */
const MOST_BYTES = 150_000;

/** What a stranger may call a list or a release. */
const HOSTILE = [
  "<img src=x onerror=window.hit=1>",
  "<script>window.hit=1</script>",
  '"><svg onload=window.hit=1>',
  "</title><script>window.hit=1</script>",
  "javascript:window.hit=1",
  "\u202eevil\u202c",
  "{{window.hit=1}}",
  "a".repeat(500),
];

const lists = HOSTILE.map((text, i) =>
  list(i, text, 3, { scheme: text, epochs: list(i, "", 3).epochs.map((epoch) => ({ ...epoch, uri: text })) }),
);
const releases = HOSTILE.map((text, i) =>
  release(i, text, text, i, {
    terms: text,
    evidence: [text],
    parents: i === 0 ? [] : [i - 1],
    reached: lists.map((_, place) => ({ list: place, pages: 2 + ((i + place) % 5) })),
  }),
);
const circuits = [
  { circuit: `0x${"1".repeat(64)}`, entries: 16, status: "paused" as const, setup: "unknown" as const },
];
const snapshot = snapshotOf(lists, releases, {
  circuits: circuits.map((circuit) => ({ ...circuit, reason: HOSTILE[0]! })),
});

const VIEWS = [
  "",
  "#/?q=script",
  "#/releases",
  "#/releases?state=behind",
  `#/release/${releases[3]!.release}`,
  "#/lists",
  `#/list/${lists[1]!.list}`,
  "#/vendors",
  `#/vendor/${releases[2]!.vendor}`,
  `#/certificate/${releases[3]!.release}/${lists[1]!.list}`,
  "#/verify",
  "#/work",
  "#/risks",
  "#/sources",
  "#/nothing",
];

describe.runIf(CHROMIUM !== undefined)("views in a browser, of strangers' words", () => {
  let site: Awaited<ReturnType<typeof serveSite>>;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const refused: string[] = [];

  beforeAll(async () => {
    await buildWeb();
    const config = { format: "disjoint/registry-page/v1", snapshot: "snapshot.json", nodes: [] };
    const made = [
      servedText("config.json", JSON.stringify(config)),
      servedText("snapshot.json", JSON.stringify(snapshot)),
    ];
    site = await serveSite({ files: await pageFiles(made), nodes: new Map(), policy: policyOfPage() }, 0);
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
    page = await browser.newPage({ viewport: { width: 375, height: 800 } });
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    page.on("pageerror", (error) => refused.push(String(error)));
  });
  afterAll(async () => {
    await browser?.close();
    site?.server.close();
  });

  it.each(VIEWS)("opens %s without markup of strangers, and fits a narrow screen", async (hash) => {
    await page.goto("about:blank");
    await page.goto(`${site.url}${hash}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
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
  });

  it("asks nobody but the host that serves it, and breaks no policy", () => {
    expect(asked.filter((url) => !url.startsWith(site.url) && url !== "about:blank")).toEqual([]);
    expect(asked.length).toBeGreaterThan(VIEWS.length);
    expect(refused).toEqual([]);
  });

  it("moves the focus to the heading of the next view, and skips to the content", async () => {
    await page.goto(site.url);
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
