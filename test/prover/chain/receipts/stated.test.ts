import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeChainDocument } from "../../../../prover/chain/receipts/chainDocument.ts";
import { readsSameEvents } from "../../../../prover/chain/receipts/statedEvents.ts";
import {
  type ChainDocument,
  readChainDocument,
  writeChainDocument,
} from "../../../../prover/evidence/chain/document.ts";
import { makeEvidence } from "../../../../prover/evidence/make.ts";
import { describeExcludingRelease } from "../../../../prover/evidence/makeCertificate.ts";
import { verifyPack } from "../../../../prover/evidence/verifyPack.ts";
import { type Chain, openChain } from "../../../../prover/rpc/connection.ts";
import { inspectDocument } from "../../../../prover/shared/document.ts";
import { parseJson, stringifyJson } from "../../../../prover/shared/json.ts";
import { type Anvil, startAnvil } from "../../../support/anvil.ts";
import { keyFile, temporaryFolder } from "../../../support/chain.ts";
import { disjoint, jsonOf } from "../../../support/cli.ts";
import { evidenceScene, onChain, type Scene, simulatedId, trusting } from "../../../support/evidence.ts";
import { type LyingNode, startLyingNode } from "../../../support/lyingNode.ts";
import { publishedSchema } from "../../../support/schema.ts";

const ZERO = `0x${"0".repeat(64)}`;

/** What the node of a chain without tries of receipts tells, as ZKsync's does: its roots are zero. */
const withoutTries = (method: string, truth: unknown) => {
  if (method.startsWith("debug_getRaw")) return null;
  if (!method.startsWith("eth_getBlockBy") || !truth) return undefined;
  return { ...truth, receiptsRoot: ZERO, transactionsRoot: ZERO, l1BatchNumber: "0x1" };
};

let anvil: Anvil;
let node: LyingNode;
let chain: Chain;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let scene: Scene;
let made: Awaited<ReturnType<typeof onChain>>;
let document: ChainDocument;
let pack: string;

beforeAll(async () => {
  [anvil, folder] = [await startAnvil(), await temporaryFolder()];
  node = await startLyingNode(anvil.url, withoutTries);
  chain = await openChain({ rpc: node.url, keyFile: await keyFile(folder.path), polling: { pollingInterval: 5 } });
  scene = await evidenceScene(folder.path);
  made = await onChain(chain, scene);
  document = made.document;
  pack = await packOf(document);
});
afterAll(async () => {
  await chain?.close();
  await node?.stop();
  await anvil?.stop();
  await folder?.remove();
});

const packOf = async (of: ChainDocument) =>
  (await makeEvidence({ ...scene.parts, chain: of }, { keyPath: scene.keyPath, out: folder.path })).archive;
const verdictOf = async (archive: string, policy: Parameters<typeof verifyPack>[1]["chain"]) =>
  verifyPack(await readFile(archive), { ...scene.policy, ...(policy && { chain: policy }) });
const failing = ({ checks }: ReturnType<typeof verifyPack>) => checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

test("evidence of a chain whose blocks cannot be proved is made, and nothing in it is called proved", async () => {
  expect(document.blocks).toEqual([]);
  expect(document.stated!.length).toBeGreaterThan(3);
  for (const { reason } of document.stated!) expect(reason).toMatch(/^no header that this version can make has 0x/);
  const found = await verdictOf(pack, undefined);
  expect(failing(found)).toEqual([]);
  const names = found.checks.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["stated-chain-release", "stated-chain-accepted-shard-1-music"]));
  expect(names.filter((name) => name.startsWith("chain-") && name !== "chain-document")).toEqual([]);
  expect(found.facts).toMatchObject({ format: "disjoint/facts/v3", chain: { blocks: [] } });
  const summary = await readFile(join(pack.slice(0, -".car".length), "eu-training-summary.md"), "utf8");
  expect(summary).toMatch(/^- \*\*STATED\*\* The blocks .* Blocks are stated only/m);
  expect(summary).not.toMatch(/^- \*\*PROVED\*\* The blocks/m);
});

test("its documents have their published shapes, and read as they were written", async () => {
  const json = async (name: string) => JSON.parse(await readFile(join(pack.slice(0, -".car".length), name), "utf8"));
  for (const [name, version, value] of [
    ["chain", "v2", await json("chain.json")],
    ["facts", "v3", await json("facts.json")],
  ] as const) {
    const validate = await publishedSchema(name, version);
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  }
  const read = (text: string) =>
    inspectDocument((reader) => readChainDocument(reader, parseJson(Buffer.from(text), "it")));
  expect(read(writeChainDocument(document))).toMatchObject({ value: document });
  const changed = (change: object) => read(stringifyJson({ ...JSON.parse(writeChainDocument(document)), ...change }));
  for (const change of [
    { format: "disjoint/chain/v1" },
    { stated: [] },
    { stated: JSON.parse(writeChainDocument(document)).stated.toReversed() },
    { stated: [{ ...document.stated![0], events: [], reason: "two\nlines" }] },
  ])
    expect(changed(change), JSON.stringify(change).slice(0, 60)).not.toHaveProperty("value");
});

test("a verifier who knows the blocks' hashes does not know what they hold, unless a node was asked", async () => {
  const hashes = new Set(document.stated!.map(({ hash }) => hash));
  const known = { ...trusting(document), blocks: hashes };
  expect(failing(await verdictOf(pack, known))).toEqual(["chain-stated-blocks"]);
  expect(failing(await verdictOf(pack, { ...known, events: hashes }))).toEqual([]);
  const [first, ...others] = hashes;
  expect(failing(await verdictOf(pack, { ...known, events: new Set(others) }))).toEqual(["chain-stated-blocks"]);
  expect(first).toBeDefined();
});

test("events that are stated must still say what the release needs", async () => {
  const without = (at: number) => ({ ...document, stated: document.stated!.filter((_, i) => i !== at) });
  for (const at of [0, document.stated!.length >> 1, document.stated!.length - 1])
    expect(failing(await verdictOf(await packOf(without(at)), undefined)).join(), `block ${at}`).toMatch(/^chain-/);
  const last = document.stated!.at(-1)!;
  const other = { ...last, events: last.events.map((event) => ({ ...event, address: `0x${"7".repeat(40)}` })) };
  const changed = { ...document, stated: [...document.stated!.slice(0, -1), other] };
  expect(failing(await verdictOf(await packOf(changed), undefined))).toEqual(["stated-chain-needed", "chain-release"]);
});

test("a block that can be proved is proved, even beside blocks that cannot", async () => {
  const { number, hash } = document.stated![0]!;
  node.lie = (method, truth) => {
    const block = truth as { hash?: string } | null;
    return block?.hash === hash ? undefined : withoutTries(method, truth);
  };
  const mixed = await makeChainDocument(chain, made.deployment, made.subjects);
  node.lie = withoutTries;
  expect(mixed.blocks).toHaveLength(1);
  expect(mixed.stated!.map((block) => block.number)).not.toContain(number);
  const found = await verdictOf(await packOf(mixed), trusting({ ...mixed, stated: [] }));
  expect(failing(found)).toEqual(["chain-stated-blocks"]);
  const names = found.checks.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["chain-block-0", "stated-chain-release"]));
});

test("does not fail after payment if a node finds the blocks of events by number only", async () => {
  node.lie = (method, truth) => (method === "eth_getBlockByHash" ? null : withoutTries(method, truth));
  const { stated, blocks } = await makeChainDocument(chain, made.deployment, made.subjects);
  node.lie = withoutTries;
  expect(blocks).toEqual([]);
  expect(stated!.map(({ reason }) => reason)).toEqual(
    document.stated!.map(({ hash }) => `the node does not have block ${hash}`),
  );
  expect(stated!.map(({ number, time }) => [number, time])).toEqual(
    document.stated!.map(({ number, time }) => [number, time]),
  );
});

test("a node confirms events only if their block, position and data are the same", async () => {
  const block = document.stated!.at(-1)!;
  expect(await readsSameEvents(chain, block)).toBe(true);
  const [event] = block.events;
  for (const changed of [
    { ...block, time: block.time + 1 },
    { ...block, hash: document.stated![0]!.hash },
    { ...block, events: [{ ...event!, transaction: 1 }] },
    { ...block, events: [{ ...event!, data: event!.data.slice(1) }] },
    { ...block, events: [event!, { ...event!, topics: event!.topics.slice(1) }] },
    { ...block, events: [{ ...event!, address: document.ledger }] },
  ])
    expect(await readsSameEvents(chain, changed)).toBe(false);
});

test("`verify` prints what is stated as stated, and with --rpc what a node says to it", async () => {
  const { publicKey } = scene.policy.signers[0]!;
  const policy = [
    "--signer",
    `vendor=${publicKey}`,
    "--circuit",
    `${simulatedId()}=16`,
    ...scene.policy.lists.flatMap(({ name, root }) => ["--list-root", `${name}=${root}`]),
  ];
  const alone = await disjoint(["verify", pack, ...policy, "--offline", "--verbose"]);
  expect(alone.code).toBe(0);
  expect(alone.stdout).toContain(
    "blocks are stated only: no receipt shows what they hold; a node can be asked (--rpc)",
  );
  expect(alone.stdout).toMatch(
    /^stated, not proved: block \d+ 0x[0-9a-f]{64} of chain 31337 holds 1 event: no header/m,
  );
  expect(alone.stdout).not.toMatch(/^ok +chain-(epoch|accepted|release)/m);
  type Answer = { checks: { name: string; ok: boolean }[] };
  const asking = async (rpc: string) => {
    const ran = await disjoint(["verify", pack, ...policy, "--rpc", rpc, "--json"]);
    const wrong = jsonOf<Answer>(ran).checks.filter(({ ok }) => !ok);
    return { code: ran.code, wrong: wrong.map(({ name }) => name) };
  };
  expect(await asking(anvil.url)).toEqual({ code: 0, wrong: [] });
  const silent = await startLyingNode(anvil.url, (method) => (method === "eth_getLogs" ? [] : undefined));
  expect(await asking(silent.url)).toEqual({ code: 1, wrong: ["chain-stated-blocks"] });
  await silent.stop();
});

test("leaves a chain that is only stated out of a certificate", async () => {
  const listed = { key: "0a".repeat(31), scheme: "sha256", page: 0, pageSize: 16, pageDigest: 2000n } as const;
  const release = describeExcludingRelease(await readFile(pack), listed as never);
  expect(release).toMatchObject({ chain: null });
  expect(release!.exclusions).toHaveLength(2);
});

test("`chain receipts` collects what is stated, and says so", async () => {
  const out = join(folder.path, "receipts.json");
  const at = join(folder.path, "deployment.json");
  await writeFile(at, stringifyJson(made.deployment));
  const { lists, commitments, release } = made.subjects;
  const what = [...commitments.map(String), ...lists.flatMap(({ list, root }) => ["--list", `${list}=${root}`])];
  const where = ["--release", release, "--out", out, "--rpc", node.url, "--deployment", at];
  const { code, stdout } = await disjoint(["chain", "receipts", ...what, ...where]);
  expect(code).toBe(0);
  expect(stdout).toContain("blocks are stated only: no receipt shows what they hold");
  expect(stdout).toMatch(/^block \d+: no header that this version can make/m);
  expect(await readFile(out, "utf8")).toBe(writeChainDocument(document));
});
