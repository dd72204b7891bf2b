import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { onPath } from "../../package/support/install.ts";

const CHROMIUM = onPath("chromium");

/** Whether the page can be tested in a browser. */
export const HAS_CHROMIUM = CHROMIUM !== undefined;

if (!HAS_CHROMIUM) process.stdout.write("no chromium on PATH: the page is not opened in a browser\n");

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });

/**
 * A page of a browser. `asked`: every address that it asked for. `refused`: errors on its console, those of its policy
 * included, and errors that nothing caught.
 */
export type Watched = {
  page: Page;
  asked: string[];
  refused: string[];
  /** Loads an address, and waits until the view is there and everything is compared. */
  open(address: string): Promise<void>;
};

/** A page in a context of its own. */
export async function openWatched(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", ...options });
  const page = await context.newPage();
  const asked: string[] = [];
  const refused: string[] = [];
  page.on("request", (request) => request.url() !== "about:blank" && asked.push(request.url()));
  page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
  page.on("pageerror", (error) => refused.push(String(error)));
  return {
    page,
    asked,
    refused,
    async open(address) {
      // Another fragment of the same page would not load it again.
      await page.goto("about:blank");
      await page.goto(address);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.locator(".standing.comparing").waitFor({ state: "detached" });
    },
  };
}
