import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegistry } from "../../prover/chain/indexer/snapshot.ts";
import { pageFiles, policyOfPage, servedText } from "../../prover/cli/explore/files.ts";
import { serveSite } from "../../prover/cli/explore/server.ts";
import type { RegistrySnapshot, RegistryVerdict } from "../../prover/registry.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { buildWeb } from "../../scripts/web/build.ts";
import { onPath } from "../package/support/install.ts";
import { runCommand } from "../support/command.ts";
import { type LyingNode, startLyingNode } from "../support/lyingNode.ts";
import { fillRegistry, NAME, openRegistryScene, type RegistryScene } from "../support/registryScene.ts";

// The page in a real browser, of a real chain, with nodes that agree, disagree, are silent, know more than the snapshot
// or were reorganized after it.

const CHROMIUM = onPath("chromium");
if (CHROMIUM === undefined) process.stdout.write("no chromium on PATH: the page is not opened with nodes\n");

/** The first four bytes of the hash of `ownerOf(bytes32)`. */
const OWNER_OF = "0x7dd56411";

let scene: RegistryScene;
let filled: Awaited<ReturnType<typeof fillRegistry>>;
let liar: LyingNode;
let snapshot: RegistrySnapshot;
let browser: Browser;
let page: Page;
const asked: string[] = [];
const refused: string[] = [];

/** Opens a view as `disjoint explore` serves it, and waits until its nodes have answered. */
async function open(of: RegistrySnapshot, nodes: readonly string[], hash: string, use: (standing: string) => unknown) {
  const chains: Chain[] = [];
  for (const rpc of nodes) chains.push(await openChain({ rpc, polling: { pollingInterval: 5 } }));
  const paths = nodes.map((_, i) => `node-${i + 1}`);
  const config = { format: "disjoint/registry-page/v1", snapshot: "snapshot.json", nodes: paths };
  const files = await pageFiles([
    servedText("config.json", JSON.stringify(config)),
    servedText("snapshot.json", JSON.stringify(of)),
  ]);
  const byPath = new Map(paths.map((path, i) => [`/${path}`, chains[i]!]));
  const { url, server } = await serveSite({ files, nodes: byPath, policy: policyOfPage() }, 0);
  try {
    asked.length = 0;
    await page.goto("about:blank");
    await page.goto(`${url}${hash}`);
    const standing = page.getByLabel("What this page rests on").filter({ hasNotText: "Being compared" });
    await use((await standing.textContent())!);
    expect(asked.filter((address) => !address.startsWith(url) && address !== "about:blank")).toEqual([]);
  } finally {
    await page.goto("about:blank");
    server.close();
    for (const chain of chains) await chain.close();
  }
}

/** What every cell of the matrix says, by release and list. */
async function cells(): Promise<Map<string, string>> {
  const found = await page
    .locator("a.cell")
    .evaluateAll((links) =>
      links.map((link) => [link.getAttribute("href")!, link.querySelector(".badge")!.textContent!] as const),
    );
  return new Map(found);
}

/** A state in the words of the matrix. */
function wordsOf({ state, cleanEpoch, epochsBehind }: RegistryVerdict): string {
  if (state === "clean") return `clean up to epoch ${cleanEpoch}`;
  if (state === "behind") return `behind by ${epochsBehind}`;
  return { unknown: "unknown", "never-proved": "never proved", "development-key": "development key" }[state];
}

/** The matrix has exactly the verdicts that the command line reads from the chain now. */
async function expectCommandLine(): Promise<void> {
  const { json } = await runCommand("chain releases", [], { rpc: scene.anvil.url, deployment: scene.file });
  const verdicts = (json as { releases: { verdicts: RegistryVerdict[] }[] }).releases.flatMap((each) => each.verdicts);
  const said = verdicts.map((verdict) => {
    const release = verdict.subject.kind === "release" ? verdict.subject.release : "";
    return [`#/certificate/${release}/${verdict.list.list}`, wordsOf(verdict)] as const;
  });
  expect(new Map([...(await cells())].sort())).toEqual(new Map(said.toSorted()));
  expect(said.length).toBeGreaterThan(70);
}

async function expectNothingConfirmed(): Promise<void> {
  const badges = [...(await cells()).values()];
  expect(badges.length).toBeGreaterThan(70);
  expect(badges.filter((badge) => !badge.endsWith(" not confirmed"))).toEqual([]);
}

describe.runIf(CHROMIUM !== undefined)("the page and its nodes", () => {
  beforeAll(async () => {
    await buildWeb();
    scene = await openRegistryScene();
    filled = await fillRegistry(scene);
    liar = await startLyingNode(scene.anvil.url);
    snapshot = await readRegistry(scene.chain, scene.deployment);
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    page.on("pageerror", (error) => refused.push(String(error)));
  });
  afterAll(async () => {
    await browser?.close();
    await liar?.stop();
    await scene?.close();
  });

  const honest = () => scene.anvil.url;

  it("that agree confirm every verdict, the same as on the command line", async () => {
    await open(snapshot, [honest(), honest()], "#/releases", async (standing) => {
      expect(standing).toMatch(/^Compared with the contracts, no difference\..* compared with 2 nodes\./);
      await expectCommandLine();
    });
  });

  it("that disagree confirm nothing", async () => {
    liar.lie = (method, truth, params) =>
      method === "eth_call" && (params[0] as { data: string }).data.startsWith(OWNER_OF)
        ? String(truth).replace(/.{4}$/, "dead")
        : undefined;
    await open(snapshot, [honest(), liar.url], "#/releases", async (standing) => {
      expect(liar.told).toBeGreaterThan(0);
      expect(standing).toMatch(/^The nodes disagree/);
      await expectNothingConfirmed();
    });
  });

  it("of which the only one says something else than the snapshot confirm nothing", async () => {
    await open(snapshot, [liar.url], "#/releases", async (standing) => {
      expect(standing).toMatch(/^The contracts say something else/);
      await expectNothingConfirmed();
    });
  });

  it("that fall silent, or that are none, confirm nothing", async () => {
    liar.lie = () => ({ not: "an answer" });
    await expect(openChain({ rpc: liar.url })).rejects.toThrow();
    liar.lie = (method) => (method === "eth_chainId" ? undefined : { not: "an answer" });
    await open(snapshot, [liar.url], "#/releases", async (standing) => {
      expect(standing).toMatch(/^No node answered/);
      await expectNothingConfirmed();
    });
    await open(snapshot, [], "#/releases", async (standing) => {
      expect(standing).toMatch(/^Not compared with any node/);
      await expectNothingConfirmed();
    });
  });

  it("find what is searched, by model, weights, id, list and vendor", async () => {
    await open(snapshot, [honest()], "", async () => {
      const release = snapshot.releases[3]!;
      for (const [query, words] of [
        ["PAINTER", "2 results."],
        [release.release, "1 result."],
        [release.weights, "3 results."],
        [filled.lists.texts, "1 result."],
        ["Opt-Outs", "2 results."],
        ["nothing is called like this", "Nothing found."],
      ] as const) {
        await page.getByRole("searchbox").fill(query);
        await page.getByText(words, { exact: true }).waitFor();
      }
      await page.getByRole("searchbox").fill(release.vendor);
      await page.getByRole("heading", { name: "Vendors", level: 2 }).waitFor();
    });
  });

  it("add what happened after the snapshot", async () => {
    await scene.publish(0, NAME, 7);
    await open(snapshot, [honest(), honest()], "#/releases", async (standing) => {
      expect(standing).toMatch(/^Compared with the contracts, no difference/);
      expect(standing).toMatch(/\b1 event after the snapshot were read from the nodes/);
      await expectCommandLine();
    });
  });

  it("replace what a reorganization took from the chain", async () => {
    const { provider } = scene.chain;
    const mark = await provider.send("evm_snapshot", []);
    await scene.publish(1, "lost", 2);
    const lost = await readRegistry(scene.chain, scene.deployment);
    await provider.send("evm_revert", [mark]);
    await provider.send("anvil_mine", ["0x8"]);
    await open(lost, [honest(), honest()], "#/releases", async (standing) => {
      expect(standing).toMatch(/The chain was reorganized after the snapshot/);
      await expectCommandLine();
    });
  });

  it("are asked without breaking the page's policy", () => {
    expect(refused).toEqual([]);
  });
});
