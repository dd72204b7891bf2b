import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { servedText } from "../../prover/cli/explore/files.ts";
import { LIST_IDS, openWorkScene, POEM } from "../support/workScene.ts";
import { HAS_CHROMIUM, launchChromium, openWatched, type Watched } from "./support/chromium.ts";
import { openSite, type Site } from "./support/site.ts";

// A work is looked for in the page as it is published, in a real browser, under its own Content-Security-Policy.

let scene: Awaited<ReturnType<typeof openWorkScene>>;
let site: Site;
let browser: Browser;
let watched: Watched;
let page: Page;
/** Every request: its address and its body. */
const asked: string[] = [];

describe.runIf(HAS_CHROMIUM)("a work in a browser", () => {
  beforeAll(async () => {
    scene = await openWorkScene();
    const published = scene.files.filter(({ path }) => path.startsWith("lists/text/"));
    const lists = published.map(async ({ path, bytes }) =>
      servedText(path.replace("lists/text", `lists/${LIST_IDS.text}`), Buffer.from(await bytes()).toString("utf8")),
    );
    const files = await Promise.all(lists);
    site = await openSite({ snapshot: scene.registry.snapshot, lists: "lists" }, {}, { policy: "as explore", files });
    browser = await launchChromium();
    watched = await openWatched(browser);
    ({ page } = watched);
    page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
    await watched.open(`${site.url}#/work`);
  });
  afterAll(async () => {
    await browser?.close();
    site?.stop();
    await scene?.close();
  });

  const search = async (text: string) => {
    await page.getByLabel("A text, or the address of a work").fill(text);
    await page.getByRole("button", { name: "Search the lists" }).click();
  };

  it("is found on a list beside the page, with the releases that exclude it", async () => {
    await search(POEM.toUpperCase());
    await page.getByRole("heading", { name: "Found: 1 entry on 1 list" }).waitFor();
    expect(await page.getByRole("heading", { name: "Proved to exclude it: 1 release", exact: true }).count()).toBe(1);
    expect(await page.getByText("its files are not at hand").count()).toBe(2);
  });

  it("is found on a list that the reader brings, also if it is only nearly the same", async () => {
    await page.getByLabel("Choose a folder of lists").setInputFiles(join(scene.root, "minhash"));
    await page.getByText("1 list of the registry taken.").waitFor();
    await search(`${POEM} measureless`);
    await page.getByRole("heading", { name: /^Found: \d+ entries on 1 list$/ }).waitFor();
  });

  it("is not found, and the page says what was searched and what was not", async () => {
    await search("nobody listed these words, and no one will");
    await page.getByRole("heading", { name: "Not found on the 2 lists that could be searched, of 3" }).waitFor();
    expect(await page.getByText("all 21 entries up to epoch 2 of 2 were compared").count()).toBe(1);
  });

  it("never leaves the browser: requests are the same whatever the work is", async () => {
    const before = asked.length;
    // What is waited for differs from what the search before has shown.
    await search("poem 3");
    await page.getByRole("heading", { name: "Found: 1 entry" }).waitFor();
    const first = asked.slice(before);
    expect(first.length).toBeGreaterThan(3);
    const then = asked.length;
    await search("one work");
    await page.getByRole("heading", { name: "Not found" }).waitFor();
    expect(asked.slice(then).sort()).toEqual(first.sort());
    expect(asked.filter((request) => !request.startsWith(site.url))).toEqual([]);
    expect(watched.refused.filter((text) => !text.includes("404"))).toEqual([]);
  });
});
