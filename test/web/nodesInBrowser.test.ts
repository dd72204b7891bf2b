import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegistry } from "../../prover/chain/indexer/snapshot.ts";
import type { RegistrySnapshot, RegistryVerdict } from "../../prover/registry.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { runCommand } from "../support/command.ts";
import { type LyingNode, startLyingNode } from "../support/lyingNode.ts";
import { fillRegistry, NAME, openRegistryScene, type RegistryScene } from "../support/registryScene.ts";
import { HAS_CHROMIUM, launchChromium, openWatched, type Watched } from "./support/chromium.ts";
import { openSite, type Site } from "./support/site.ts";

// The page in a real browser, of a real chain, with nodes that agree, disagree, are silent, know more than the snapshot
// or were reorganized after it.

/** The first four bytes of the hash of `ownerOf(bytes32)`. */
const OWNER_OF = "0x7dd56411";

let scene: RegistryScene;
let filled: Awaited<ReturnType<typeof fillRegistry>>;
let liar: LyingNode;
let snapshot: RegistrySnapshot;
let lying: Chain;
let site: Site;
let browser: Browser;
let watched: Watched;
let page: Page;

/** A node that the site passes requests on to. */
type Node = "honest" | "liar";

/** Opens a view as `disjoint explore` serves it, and gives what is said above it once its nodes have answered. */
async function open(of: RegistrySnapshot, nodes: readonly Node[], view: string): Promise<string> {
  site.put({ snapshot: of, nodes });
  await watched.open(`${site.url}${view}`);
  return (await page.getByLabel("What this page rests on").textContent())!;
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

describe.runIf(HAS_CHROMIUM)("the page and its nodes", () => {
  beforeAll(async () => {
    scene = await openRegistryScene();
    filled = await fillRegistry(scene);
    liar = await startLyingNode(scene.anvil.url);
    snapshot = await readRegistry(scene.chain, scene.deployment);
    lying = await openChain({ rpc: liar.url, polling: { pollingInterval: 5 } });
    site = await openSite({ snapshot }, { honest: scene.chain, liar: lying }, { policy: "as explore" });
    browser = await launchChromium();
    watched = await openWatched(browser);
    ({ page } = watched);
  });
  afterAll(async () => {
    await browser?.close();
    site?.stop();
    await lying?.close();
    await liar?.stop();
    await scene?.close();
  });

  it("that agree confirm every verdict, the same as on the command line", async () => {
    const standing = await open(snapshot, ["honest", "honest"], "#/releases");
    expect(standing).toMatch(/^Compared with the contracts, no difference\..* compared with 2 nodes\./);
    await expectCommandLine();
  });

  it("that disagree confirm nothing", async () => {
    liar.lie = (method, truth, params) =>
      method === "eth_call" && (params[0] as { data: string }).data.startsWith(OWNER_OF)
        ? String(truth).replace(/.{4}$/, "dead")
        : undefined;
    const standing = await open(snapshot, ["honest", "liar"], "#/releases");
    expect(liar.told).toBeGreaterThan(0);
    expect(standing).toMatch(/^The nodes disagree/);
    await expectNothingConfirmed();
  });

  it("of which the only one says something else than the snapshot confirm nothing", async () => {
    const standing = await open(snapshot, ["liar"], "#/releases");
    expect(standing).toMatch(/^The contracts say something else/);
    await expectNothingConfirmed();
  });

  it("that fall silent, or that are none, confirm nothing", async () => {
    liar.lie = () => ({ not: "an answer" });
    await expect(openChain({ rpc: liar.url })).rejects.toThrow();
    liar.lie = (method) => (method === "eth_chainId" ? undefined : { not: "an answer" });
    expect(await open(snapshot, ["liar"], "#/releases")).toMatch(/^No node answered/);
    await expectNothingConfirmed();
    expect(await open(snapshot, [], "#/releases")).toMatch(/^Not compared with any node/);
    await expectNothingConfirmed();
  });

  it("of which the only one has not reached the snapshot's block confirm nothing, and take nothing back", async () => {
    const last = `0x${(snapshot.at.number - 1).toString(16)}`;
    liar.lie = (method, truth, [tag]) => {
      if (method === "eth_blockNumber") return last;
      if (method !== "eth_getBlockByNumber") return undefined;
      return tag === "latest" ? { ...(truth as object), number: last } : null;
    };
    const standing = await open(snapshot, ["liar"], "#/releases");
    expect(standing).toMatch(/^No node answered for the snapshot's block/);
    expect(standing).not.toContain("reorganized");
    await expectNothingConfirmed();
  });

  it("find what is searched, by model, weights, id, list and vendor", async () => {
    await open(snapshot, ["honest"], "");
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

  it("add what happened after the snapshot", async () => {
    await scene.publish(0, NAME, 7);
    const standing = await open(snapshot, ["honest", "honest"], "#/releases");
    expect(standing).toMatch(/^Compared with the contracts, no difference/);
    expect(standing).toMatch(/Read from the nodes after the snapshot: 1 event\./);
    await expectCommandLine();
  });

  it("replace what a reorganization took from the chain", async () => {
    const { provider } = scene.chain;
    const mark = await provider.send("evm_snapshot", []);
    await scene.publish(1, "lost", 2);
    const lost = await readRegistry(scene.chain, scene.deployment);
    await provider.send("evm_revert", [mark]);
    await provider.send("anvil_mine", ["0x8"]);
    const standing = await open(lost, ["honest", "honest"], "#/releases");
    expect(standing).toMatch(/The chain was reorganized after the snapshot/);
    await expectCommandLine();
  });

  it("are asked through the server alone, without breaking the page's policy", () => {
    expect(watched.asked.filter((address) => !address.startsWith(site.url))).toEqual([]);
    expect(watched.refused).toEqual([]);
  });
});
