import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readArchive, writeArchive } from "../../prover/evidence/car.ts";
import { evidenceIn } from "../../prover/evidence/pack.ts";
import { openRegistry, type Registry } from "../../prover/registry.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { type Made, makeCertificate } from "../../web/work/certificate.ts";
import { fingerprint } from "../../web/work/fingerprint.ts";
import { type OpenPage, searchList } from "../../web/work/searchList.ts";
import { type CertificateScene, openCertificateScene, workOf } from "../support/certificateScene.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { lockedCircuit } from "../support/lockedCircuit.ts";
import { TRAPDOOR } from "../support/simulator.ts";
import { HAS_CHROMIUM, launchChromium, openWatched } from "./support/chromium.ts";
import { openSite, type Site } from "./support/site.ts";

// A certificate that the page makes is checked by the command line.

const bytes = (text: string) => new TextEncoder().encode(text);

let scene: CertificateScene;
let list: string;
let open: OpenPage;

beforeAll(async () => {
  scene = await openCertificateScene();
  await lockedCircuit(scene.at("artifacts"), "exclusion_16x60", TRAPDOOR);
  const own = scene.registry.snapshot.lists.find(({ name }) => name === "opt-out")!;
  list = own.list;
  const folder = async (file: string) => Uint8Array.from(readFileSync(join(scene.lists, "opt-out", file)));
  const search = await searchList(own, folder, fingerprint(bytes(workOf(7))));
  if (search.state !== "searched") throw new Error(search.state);
  open = search.hits[0]!.open!;
});
afterAll(() => scene?.close());

const verify = (name: string, ...options: string[]) =>
  disjoint([
    ...["verify", scene.at(name), "--list", join(scene.lists, "opt-out"), "--artifacts", scene.at("artifacts")],
    ...["--deployment", scene.at("DEPLOYMENT.json"), "--list-id", `opt-out=${list}`, "--json", ...options],
  ]);

const make = (registry: Registry = scene.registry, page = open, pack = scene.pack): Made =>
  makeCertificate(registry, list, page, pack);

describe("a certificate of the page", () => {
  it("is true on the command line, for this work and no other", async () => {
    const made = make();
    if (made.state !== "made") throw new Error(JSON.stringify(made));
    await writeFile(scene.at("made.json"), made.file);
    const found = await verify("made.json", "--value", workOf(7));
    expect(jsonOf(found)).toMatchObject({ verdict: true, scope: "list", key: open.listing.key });
    expect((await verify("made.json", "--value", workOf(8))).code).toBe(1);
    await writeFile(scene.at("changed.json"), made.file.replace(open.listing.entries[0]!, "01".repeat(31)));
    expect((await verify("changed.json", "--value", workOf(7))).code).toBe(1);
  });

  it("is not made from a pack without proofs for its page", () => {
    const listing = { ...open.listing, page: 9 };
    expect(make(scene.registry, { ...open, listing })).toEqual({ state: "no-exclusion" });
  });

  it("is not made where a proof is about an accumulator of the list, which the page names as the reason", async () => {
    const pack = Uint8Array.from(await readFile(join(PROJECT_ROOT, "test/vectors/evidence-pack.v5.car")));
    expect(make(scene.registry, open, pack)).toEqual({ state: "no-exclusion" });
    const lists = evidenceIn(readArchive(pack)!.files)!.lists;
    const accumulated = lists.filter((document) => new TextDecoder().decode(document).includes('"accumulators"'));
    const made = accumulated.map(
      (document) => make(scene.registry, { ...open, document: Uint8Array.from(document) }, pack).state,
    );
    expect(new Set(made)).toEqual(new Set(["accumulator"]));
  });

  it("is not made from what is no pack, or a damaged one", () => {
    expect(make(scene.registry, open, bytes("no pack"))).toMatchObject({ state: "not-a-pack" });
    expect(make(scene.registry, open, scene.pack.subarray(0, 5000))).toMatchObject({ state: "not-a-pack" });
    const empty = Uint8Array.from(writeArchive(new Map([["statement.dsse.json", bytes("{}")]])).bytes);
    expect(make(scene.registry, open, empty)).toMatchObject({ state: "not-a-pack" });
  });

  it("is not made under a circuit that was revoked, or other contracts", () => {
    const { snapshot } = scene.registry;
    const circuits = snapshot.circuits.map((each) => ({ ...each, status: "revoked" as const }));
    const revoked = openRegistry({ ...snapshot, circuits });
    expect(make(revoked)).toMatchObject({ state: "false", failed: { name: "release-0-shard-0-circuit" } });
    const contracts = { ...snapshot.contracts, ledger: snapshot.contracts.releases };
    expect(make(openRegistry({ ...snapshot, contracts }))).toMatchObject({
      state: "false",
      failed: { name: "release-0-chain-contracts" },
    });
  });

  it("is not made with an entry that the page does not have", () => {
    const listing = { ...open.listing, entries: open.listing.entries.slice(1) };
    expect(make(scene.registry, { ...open, listing })).toMatchObject({
      state: "false",
      failed: { name: "listed-digest" },
    });
  });
});

describe.runIf(HAS_CHROMIUM)("a certificate in a browser", () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    site = await openSite({ snapshot: scene.registry.snapshot }, {}, { policy: "as explore" });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    site?.stop();
  });

  it("is downloaded, and true on the command line", async () => {
    const { page, open: show, asked, refused } = await openWatched(browser);
    await show(`${site.url}#/work`);
    await page.getByLabel("Choose a folder of lists").setInputFiles(join(scene.lists, "opt-out"));
    await page.getByText("1 list of the registry taken.").waitFor();
    await page.getByLabel("A text, or the address of a work").fill(workOf(3));
    await page.getByRole("button", { name: "Search the lists" }).click();
    await page.getByLabel("Choose the pack").setInputFiles(scene.archive);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download the certificate" }).click();
    await (await download).saveAs(scene.at("downloaded.json"));
    const { format } = JSON.parse(await readFile(scene.at("downloaded.json"), "utf8"));
    expect(format).toBe("disjoint/exclusion-certificate/v3");
    expect(jsonOf(await verify("downloaded.json", "--value", workOf(3)))).toMatchObject({ verdict: true });
    expect(asked.filter((url) => !url.startsWith(site.url) && !url.startsWith("blob:"))).toEqual([]);
    expect(refused).toEqual([]);
  });
});
