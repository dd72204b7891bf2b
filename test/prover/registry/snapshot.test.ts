import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkSnapshot } from "../../../prover/registry/checkSnapshot.ts";
import type { RegistryEvent } from "../../../prover/registry/compare.ts";
import { readSnapshot } from "../../../prover/registry/readSnapshot.ts";
import type { RegistrySnapshot } from "../../../prover/registry/snapshot.ts";
import { openContract } from "../../../prover/rpc/contract.ts";
import { runCommand } from "../../support/command.ts";
import { codeOf } from "../../support/errors.ts";
import { fillRegistry, NAME, openRegistryScene, type RegistryScene } from "../../support/registryScene.ts";
import { publishedSchema } from "../../support/schema.ts";

let scene: RegistryScene;
let filled: Awaited<ReturnType<typeof fillRegistry>>;
let bytes: Uint8Array;

const at = (name: string) => join(scene.folder, name);
const where = () => ({ rpc: scene.anvil.url, deployment: scene.file });
const ask = (method: string, params: readonly unknown[]) => scene.chain.provider.send(method, [...params]);

beforeAll(async () => {
  scene = await openRegistryScene();
  filled = await fillRegistry(scene);
  const values = { ...where(), file: at("index.sqlite"), snapshot: at("snapshot.json"), check: true };
  expect(await runCommand("chain index", [], values)).toMatchObject({ verdict: true });
  bytes = await readFile(at("snapshot.json"));
});
afterAll(() => scene?.close());

describe("a snapshot", () => {
  it("has its schema, and is what the contracts say", async () => {
    const validate = await publishedSchema("registry-snapshot");
    expect(validate(JSON.parse(Buffer.from(bytes).toString())), JSON.stringify(validate.errors)).toBe(true);
    const snapshot = readSnapshot(bytes);
    const check = await checkSnapshot(snapshot, ask);
    expect(check).toMatchObject({ isOnChain: true, differences: [], block: snapshot.at.number });
    expect(check.compared).toBe(1 + 3 + 6 * 5 + 12 * (2 + 6));
  });

  it("has an Atom feed beside it for each list and release, and none of what is gone", async () => {
    const { lists, releases } = readSnapshot(bytes);
    const ids = [...lists.map(({ list }) => list), ...releases.map(({ release }) => release)];
    const names = ids.map((id) => `${id}.atom`).sort();
    expect((await readdir(at("feeds"))).sort()).toEqual(names);
    const gone = `feeds/0x${"12".repeat(32)}.atom`;
    await Promise.all([gone, "feeds/mine.atom"].map((name) => writeFile(at(name), "")));
    await runCommand("chain index", [], { ...where(), file: at("index.sqlite"), snapshot: at("snapshot.json") });
    expect((await readdir(at("feeds"))).sort()).toEqual([...names, "mine.atom"].sort());
  });

  it.each<[string, (snapshot: RegistrySnapshot) => void]>([
    ["an owner", ({ lists }) => void (lists[0]!.owner = lists[1]!.owner)],
    ["an epoch that is not confirmed", ({ lists }) => void (lists[2]!.currentEpoch = 2)],
    ["an epoch left out", ({ lists }) => void lists[0]!.epochs.splice(0, 1, ...lists[1]!.epochs)],
    ["a status of a circuit", ({ circuits }) => void (circuits[0]!.status = "paused")],
    ["a circuit left out", ({ circuits }) => void circuits.pop()],
    ["more pages than proved", ({ releases }) => void releases[10]!.reached.push({ list: 0, pages: 5 })],
    ["fewer pages than proved", ({ releases }) => void (releases[0]!.reached[0]!.pages = 1)],
    ["a release that is none", ({ releases }) => void (releases[11]!.release = `0x${"12".repeat(32)}`)],
    ["a vendor", ({ releases }) => void (releases[0]!.vendor = releases[11]!.vendor)],
    ["a time", ({ releases }) => void releases[0]!.time++],
  ])("that says something else is found out: %s", async (_, change) => {
    const snapshot = readSnapshot(bytes);
    change(snapshot);
    expect((await checkSnapshot(snapshot, ask)).differences).not.toEqual([]);
  });

  it("of another block or another chain is detected", async () => {
    const snapshot = readSnapshot(bytes);
    const other = { ...snapshot, at: { ...snapshot.at, hash: `0x${"34".repeat(32)}` } };
    expect(await checkSnapshot(other, ask)).toMatchObject({ isOnChain: false });
    expect(await codeOf(() => checkSnapshot({ ...snapshot, chainId: 1 }, ask))).toBe("chain/bad-answer");
  });

  it("that is not in its format is refused", async () => {
    const refused = (path: string, value: string | number) => {
      const document = JSON.parse(Buffer.from(bytes).toString());
      const fields = path.split(".");
      const last = fields.pop()!;
      fields.reduce((inner, field) => inner[field], document)[last] = value;
      return codeOf(async () => readSnapshot(Buffer.from(JSON.stringify(document))));
    };
    for (const [path, value] of [
      ["releases.0.reached.0.list", 6],
      ["releases.0.parents.0", 0],
      ["releases.0.weights", "AB".repeat(32)],
      ["lists.0.currentEpoch", 3],
      ["lists.0.epochs.0.pageCount", 5],
      ["lists.0.owner", "nobody"],
      ["more", 1],
      ["format", "disjoint/registry-snapshot/v2"],
    ] as const)
      expect(await refused(path, value), path).toBe("registry/invalid");
  });
});

describe("the file of a snapshot", () => {
  it.each<[string, (text: string) => Uint8Array]>([
    ["json/byte-order-mark", (text) => Buffer.from(`\ufeff${text}`)],
    ["json/not-utf8", (text) => Buffer.from(text).fill(0xff, text.indexOf('"') + 1, text.indexOf('"') + 2)],
    ["json/lone-surrogate", (text) => Buffer.from(text.replace('"poet"', '"\\ud800"'))],
    ["json/too-deep", () => Buffer.from("[".repeat(100_000))],
    ["json/syntax", (text) => Buffer.from(`${text},`)],
    ["json/syntax", (text) => Buffer.from(text.slice(0, -1))],
  ])("is refused by what is wrong with it: %s", async (code, change) => {
    expect(await codeOf(async () => readSnapshot(change(Buffer.from(bytes).toString())))).toBe(code);
  });

  it("may spell characters as escapes", () => {
    const spelled = Buffer.from(bytes).toString().replaceAll('"poet"', '"\\ud83e\\udd8b"');
    expect(readSnapshot(Buffer.from(spelled)).releases[0]!.model).toBe("\u{1f98b}");
  });
});

describe("watching", () => {
  const watch = (id: string, cursor = "cursor.json") =>
    runCommand("chain watch", [id], { ...where(), cursor: at(cursor) });
  const typesOf = (lines: readonly unknown[] | undefined) => (lines as { type: string }[]).map(({ type }) => type);

  it("reports everything at first, then nothing, then what changed", async () => {
    const { first } = filled.lists;
    const begun = await watch(first);
    expect(begun).toMatchObject({ verdict: false, outcome: "behind" });
    expect(typesOf(begun.lines).toSorted()).toEqual(
      ["epoch", "epoch", "same-name", "status", "status", "status", "status", "status"].toSorted(),
    );
    expect(await watch(first)).toMatchObject({
      lines: [],
      outcome: "behind",
      text: expect.stringMatching(/^0 events/),
    });
    await scene.publish(0, NAME, 6);
    const grown = await watch(first);
    expect(typesOf(grown.lines).toSorted()).toEqual(["epoch", "status", "status", "status", "status", "status"]);
    expect(grown.text).toMatch(/^status: behind by 1 epoch \(1 page\) since \d{4}-\d\d-\d\d: .* \(before: clean\)$/m);
    const { events } = grown.json as { events: RegistryEvent[] };
    for (const { chainId, at } of events)
      expect({ chainId, at }).toMatchObject({ chainId: 31337, at: { number: expect.any(Number) } });
  });

  it("ends with what the release is: clean, behind, or proved against nothing", async () => {
    const [poet, , , painter] = filled.releases;
    expect(await watch(poet!, "poet.json")).toMatchObject({ outcome: "behind" });
    await scene.prove(filled.lists.first, 101n, 5, 6);
    const proved = await watch(poet!, "poet.json");
    expect(proved).toMatchObject({ verdict: true, outcome: "true" });
    expect(typesOf(proved.lines)).toEqual(["status"]);
    expect(await watch(painter!, "painter.json")).toMatchObject({ verdict: false, outcome: "open", lines: [] });
  });

  it("of nothing, or with the cursor of another deployment, is an error", async () => {
    expect(await codeOf(() => watch(`0x${"00".repeat(32)}`))).toBe("registry/unknown");
    const stale = { index: at("index.sqlite"), "stale-against": `0x${"00".repeat(32)}` };
    expect(await codeOf(() => runCommand("chain releases", [], stale))).toBe("registry/unknown");
    const other = { ...readSnapshot(bytes), chainId: 7 };
    await writeFile(at("other.json"), JSON.stringify(other));
    expect(await codeOf(() => watch(filled.lists.first, "other.json"))).toBe("index/other-deployment");
    expect(await codeOf(() => runCommand("chain lists", [], { ...where(), index: at("index.sqlite") }))).toBe(
      "cli/bad-option",
    );
    expect(await codeOf(() => runCommand("chain lists", [], { index: at("nothing.sqlite") }))).toBe(
      "index/cannot-open",
    );
  });
});

describe("questions to a registry", () => {
  type Found = { releases: { model: string; version: string; verdicts: { state: string }[] }[] };

  it("narrow the releases by model, vendor, weights and what is stale", async () => {
    const ids = async (values: Record<string, string>) => {
      const { json } = await runCommand("chain releases", [], { index: at("index.sqlite"), ...values });
      return (json as Found).releases.map(({ model, version }) => `${model} ${version}`);
    };
    const vendor = await scene.chains[1]!.signer!.getAddress();
    expect(await ids({})).toHaveLength(12);
    expect(await ids({ model: "poet" })).toEqual(["poet 1", "poet 2", "poet 1"]);
    expect(await ids({ model: "poet", vendor })).toEqual(["poet 1"]);
    expect(await ids({ weights: "3".repeat(64) })).toHaveLength(4);
    expect(await ids({ "stale-against": filled.lists.first, model: "poet" })).toEqual(["poet 1"]);
  });

  it("are answered by a node as by an index", async () => {
    await runCommand("chain index", [], { ...where(), file: at("index.sqlite") });
    for (const name of ["chain lists", "chain releases", "chain vendors"]) {
      const index = await runCommand(name, [], { index: at("index.sqlite") });
      expect(await runCommand(name, [], where())).toEqual(index);
      expect(index.text).toMatch(/chain 31337, read at block \d+ 0x[0-9a-f]{64} of \d{4}-.*Z$/);
    }
  });

  it("survive names that are not UTF-8", async () => {
    const blocklists = await openContract(scene.chain, "Blocklists", scene.deployment.blocklists);
    const named = blocklists.interface.encodeFunctionData("create", [
      { scheme: `0x${"ff".repeat(32)}`, metadata: "aaaa", reviewers: [], threshold: 0 },
      `0x${"05".repeat(32)}`,
    ]);
    const data = named.replace(Buffer.from("aaaa").toString("hex"), "ff41fe42");
    const sent = await scene.chain.signer!.sendTransaction({ to: await blocklists.getAddress(), data });
    await sent.wait();
    const { json } = await runCommand("chain lists", [], where());
    expect((json as { lists: { name: string }[] }).lists.at(-1)?.name).toBe("\ufffdA\ufffdB");
    const list = (json as { lists: { list: string }[] }).lists.at(-1)!.list;
    const status = await runCommand("status", [], { ...where(), "list-id": list, "release-id": filled.releases[0]! });
    expect(status.text).toMatch(/^never proved: no epoch of the list counts yet$/m);
  });
});
