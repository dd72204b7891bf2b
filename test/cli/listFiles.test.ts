import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findLists, type ListFiles, publishedPath, writeLists } from "../../prover/cli/chain/listFiles.ts";
import { readSnapshot } from "../../prover/registry/readSnapshot.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { buildWeb } from "../../scripts/web/build.ts";
import { type CertificateScene, openCertificateScene } from "../support/certificateScene.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { codeOf } from "../support/errors.ts";
import { endExplore, explore } from "../support/explore.ts";
import { LIST_IDS, openWorkScene } from "../support/workScene.ts";

let scene: Awaited<ReturnType<typeof openWorkScene>>;

beforeAll(async () => {
  scene = await openWorkScene();
});
afterAll(() => scene?.close());

const find = (folder = scene.root, snapshot = scene.registry.snapshot) => findLists(folder, snapshot);

describe("folders of lists", () => {
  it("are found by the hashes that the chain has, and written with all that their documents name", async () => {
    const { lists, leftOut } = await find();
    expect(leftOut).toEqual([]);
    expect(lists.map(({ list, epoch }) => [list, epoch]).sort()).toEqual(
      Object.values(LIST_IDS).map((list) => [list, 2]),
    );
    const { path, remove } = await temporaryFolder();
    await writeLists(lists, join(path, "snapshot.json"));
    expect((await readdir(join(path, "lists"))).sort()).toEqual(Object.values(LIST_IDS));
    const written = await find(join(path, "lists"));
    const filesOf = ({ list, files }: ListFiles) => `${list} ${files}`;
    expect(written.lists.map(filesOf).sort()).toEqual(lists.map(filesOf).sort());
    await remove();
  });

  it("are left out if the chain has no such epoch, or none that counts", async () => {
    const { snapshot } = scene.registry;
    const unconfirmed = snapshot.lists.map((list) => ({ ...list, currentEpoch: 1 }));
    const { lists, leftOut } = await find(scene.root, { ...snapshot, lists: unconfirmed });
    expect(lists).toEqual([]);
    expect(new Set(leftOut.map(({ reason }) => reason))).toEqual(
      new Set(["it is no confirmed epoch of a list of the registry"]),
    );
    expect(await codeOf(() => find(join(scene.root, "text/pages")))).toBe("blocklist/not-found");
  });

  it("of a confidential list are never published", async () => {
    const { path, remove } = await temporaryFolder();
    await cp(join(scene.root, "text"), join(path, "text"), { recursive: true });
    const file = join(path, "text/list.json");
    const secret = (await readFile(file, "utf8")).replace('"confidential": false', '"confidential": true');
    await writeFile(file, secret);
    const { snapshot } = scene.registry;
    const [text, ...others] = snapshot.lists;
    const epochs = text!.epochs.map((epoch) => ({ ...epoch, contentHash: `0x${sha256(secret)}` }));
    const known = { ...snapshot, lists: [{ ...text!, epochs }, ...others] };
    const { lists, leftOut } = await find(path, known);
    expect(lists).toEqual([]);
    expect(leftOut).toEqual([{ folder: join(path, "text"), reason: expect.stringContaining("confidential") }]);
    await remove();
  });

  it("with a damaged or a missing page are refused, and the newer one of two counts", async () => {
    const { path, remove } = await temporaryFolder();
    await cp(join(scene.root, "text"), join(path, "old"), { recursive: true });
    await cp(join(scene.root, "text"), join(path, "new"), { recursive: true });
    const { lists } = await find(path);
    expect(lists).toHaveLength(1);
    const page = join(path, "new/pages/0001.json");
    await writeFile(page, `${await readFile(page, "utf8")} `);
    expect(await codeOf(() => find(path))).toBe("blocklist/damaged");
    await rm(page);
    expect(await codeOf(() => find(path))).toBe("blocklist/not-found");
    await remove();
  });
});

describe("disjoint chain index", () => {
  let chain: CertificateScene;

  beforeAll(async () => {
    chain = await openCertificateScene();
  });
  afterAll(() => chain?.close());

  const index = (...options: string[]) =>
    disjoint([
      ...["chain", "index", "--rpc", chain.anvil.url, "--deployment", chain.at("DEPLOYMENT.json")],
      ...["--file", chain.at("index.sqlite"), "--json", ...options],
    ]);

  it("writes the lists of a folder beside the snapshot", async () => {
    const ran = await index("--snapshot", chain.at("site/snapshot.json"), "--lists", chain.lists);
    const { published } = jsonOf<{ published: { lists: ListFiles[] } }>(ran);
    const snapshot = readSnapshot(await readFile(chain.at("site/snapshot.json")));
    const own = snapshot.lists.find(({ name }) => name === "opt-out")!;
    expect(published.lists).toMatchObject([{ list: own.list, epoch: 1, currentEpoch: 1 }]);
    const [list] = published.lists;
    for (const file of list!.files)
      expect(await readFile(chain.at(`site/${publishedPath(list!, file)}`))).toEqual(
        await readFile(join(chain.lists, "opt-out", file)),
      );
  });

  it("and explore serves them to the page", async () => {
    await buildWeb();
    const site = await explore(
      ...["--rpc", chain.anvil.url, "--deployment", chain.at("DEPLOYMENT.json"), "--lists", chain.lists],
    );
    const get = async (path: string) => (await fetch(`${site.url}${path}`)).text();
    const { lists } = JSON.parse(await get("config.json"));
    const [own] = readSnapshot(Buffer.from(await get("snapshot.json"))).lists.filter(({ name }) => name === "opt-out");
    for (const file of ["list.json", "pages/0001.json"])
      expect(await get(`${lists}/${own!.list}/${file}`)).toBe(
        await readFile(join(chain.lists, "opt-out", file), "utf8"),
      );
    expect(await endExplore(site)).toBe(130);
  });

  it("refuses lists without a snapshot", async () => {
    const ran = await index("--lists", chain.lists);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("--lists without --snapshot")]);
  });
});
