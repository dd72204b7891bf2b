import type { Browser } from "playwright-core";
import { median, say } from "../measure.ts";
import { servePage } from "./site.ts";
import { makeSnapshot, type Size } from "./snapshot.ts";

/** Medians in milliseconds since navigation began. `bytes`: of the snapshot. */
export type StartView = Size & { events: number; bytes: number; read: number; interactive: number };

const RUNS = 7;

type Opened = { read: number; interactive: number };

/**
 * Runs in the page before it: reports when the snapshot was there, and when the search is, the browser has painted, and
 * its thread is free for the reader's input.
 */
const WATCH = `{
  const observer = new MutationObserver(() => {
    if (document.querySelector("search input") === null) return;
    observer.disconnect();
    const isSnapshot = ({ name }) => name.endsWith("/snapshot.json");
    requestAnimationFrame(() => setTimeout(() => {
      const interactive = performance.now();
      const read = performance.getEntriesByType("resource").find(isSnapshot).responseEnd;
      reportOpened({ read, interactive });
    }));
  });
  observer.observe(document, { childList: true, subtree: true });
}`;

/** How long the start view takes until it can be used, each time without anything in the browser's cache. */
export async function measureStartView(browser: Browser, size: Size): Promise<StartView> {
  const snapshot = makeSnapshot(size);
  const runs = await servePage(snapshot, async (url) => {
    const measured: Opened[] = [];
    for (let i = 0; i < RUNS; i++) measured.push(await openOnce(browser, url));
    return measured;
  });
  return {
    ...size,
    events: snapshot.events,
    bytes: Buffer.byteLength(JSON.stringify(snapshot)),
    read: median(runs.map(({ read }) => read)),
    interactive: median(runs.map(({ interactive }) => interactive)),
  };
}

async function openOnce(browser: Browser, url: string): Promise<Opened> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const { promise, resolve } = Promise.withResolvers<Opened>();
    await page.exposeFunction("reportOpened", resolve);
    await page.addInitScript({ content: WATCH });
    await page.goto(url);
    const { read, interactive } = await promise;
    say(`start view: snapshot after ${read.toFixed(0)} ms, interactive after ${interactive.toFixed(0)} ms`);
    return { read, interactive };
  } finally {
    await context.close();
  }
}
