import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Blocklist } from "../../../prover/blocklist/list.ts";
import {
  isPageBundle,
  type PageBundle,
  type PageBundleJson,
  readBundle,
  writeBundle,
} from "../../../prover/bundle/document.ts";
import type { ExpectedList } from "../../../prover/bundle/expected.ts";
import { verifyBundle } from "../../../prover/bundle/verify.ts";
import { deployContracts } from "../../../prover/chain/deployment/deploy.ts";
import { publishBlocklist } from "../../../prover/chain/lists/publish.ts";
import { main } from "../../../prover/cli/main.ts";
import { expectedList } from "../../../prover/cli/verify/policy.ts";
import { proofToWords } from "../../../prover/groth16/proof.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { openContract, view } from "../../../prover/rpc/contract.ts";
import { inspectJson } from "../../../prover/shared/document.ts";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { type CircuitId, type Commitment, toCommitment } from "../../../prover/shared/ids.ts";
import { someEntries, writeList } from "../../support/blocklist.ts";
import { MUTATIONS } from "../../support/bundleMutations.ts";
import { simulatedCircuit, temporaryFolder } from "../../support/chain.ts";
import { simulatedId, simulatedKey } from "../../support/evidence.ts";
import { FULL } from "../../support/full.ts";
import { lockedCircuit } from "../../support/lockedCircuit.ts";
import { random } from "../../support/random.ts";
import { OTHER_TRAPDOOR, simulate, TRAPDOOR } from "../../support/simulator.ts";

const COUNT = FULL ? 5000 : 2 * Object.keys(MUTATIONS).length;

let folder: { path: string; remove(): Promise<void> };
let chain: Chain;
let list: Blocklist;
let expected: ExpectedList;
let onChain: (bundle: PageBundle) => Promise<boolean>;
const at = (name: string) => join(folder.path, name);
const pinned = [
  { kind: "exclusion" as const, key: simulatedKey(), pageSize: 16 },
  { kind: "exclusion" as const, key: simulatedKey(OTHER_TRAPDOOR), pageSize: 256 },
];

beforeAll(async () => {
  folder = await temporaryFolder();
  list = await writeList(at("list"), someEntries(17), { name: "opt-outs" });
  expected = await expectedList(at("list"));
  await lockedCircuit(at("artifacts"), "exclusion_16x60", TRAPDOOR);
  await lockedCircuit(at("artifacts"), "exclusion_256x365", OTHER_TRAPDOOR);
  chain = await openChain({});
  const { deployment } = await deployContracts(chain, [
    simulatedCircuit(TRAPDOOR, 16),
    simulatedCircuit(OTHER_TRAPDOOR, 256),
  ]);
  const config = { scheme: list.scheme, metadata: list.name, reviewers: [], threshold: 0 };
  const document = { config, pages: list.pages, contentHash: `0x${list.root}`, uri: "" };
  const { list: id } = await publishBlocklist(chain, deployment, document);
  const [ledger, blocklists] = await Promise.all([
    openContract(chain, "Ledger", deployment.ledger),
    openContract(chain, "Blocklists", deployment.blocklists),
  ]);
  onChain = (bundle) => accepts(ledger, blocklists, id, bundle);
});
afterAll(async () => {
  await chain?.close();
  await folder?.remove();
});

type Contract = Awaited<ReturnType<typeof openContract>>;

/**
 * What the chain says of a bundle about its list: the list's configuration and pages, and whether it would take all the
 * proofs.
 */
async function accepts(ledger: Contract, blocklists: Contract, id: string, bundle: PageBundle): Promise<boolean> {
  const { commitment, scheme, blocklist, statements } = bundle;
  const config = (await view(blocklists, "configOf", id)) as { scheme: string; metadata: string };
  const epoch = (await view(blocklists, "epochOf", id, 1)) as { pageCount: bigint; contentHash: string };
  const name = Buffer.from(config.scheme.slice(2), "hex").toString().replace(/\0+$/, "");
  if (name !== scheme || config.metadata !== blocklist.name) return false;
  if (epoch.contentHash !== `0x${blocklist.root}` || epoch.pageCount !== BigInt(statements.length)) return false;
  const [{ circuitId } = { circuitId: "" }] = statements;
  if (statements.some((statement) => statement.circuitId !== circuitId)) return false;
  try {
    for (const { page, pageSize, pageDigest } of statements)
      if ((await view(blocklists, "digestOf", id, page, pageSize)) !== pageDigest) return false;
    const claim = { commitment, list: id, pages: statements.map(({ page }) => page) };
    const proofs = statements.map(({ proof }) => proofToWords(proof));
    await view(ledger, "submitBatch", circuitId, [claim], proofs);
    return true;
  } catch (error) {
    if (error instanceof DisjointError && error.kind === "chain" && error.code !== "chain/unreachable") return false;
    throw error;
  }
}

/** The command line's verdict, by its exit code. */
async function atCommandLine(path: string): Promise<boolean> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    const code = await main(["verify", path, "--list", at("list"), "--artifacts", at("artifacts"), "--quiet"]);
    if (code === 0 || code === 1) return code === 0;
    throw new Error(`exit code ${code} is no verdict`);
  } finally {
    process.stdout.write = write;
  }
}

/** A fresh bundle for the whole list: another shard, other proofs each time. */
function goodBundle(next: () => number): PageBundleJson {
  const scalar = () => BigInt(2 + Math.floor(next() * 2 ** 40));
  const commitment = (scalar() * scalar() * scalar()) % FIELD_ORDER;
  const statements = list.pages.map(({ digest }, page) => {
    const [ax, ay, bx1, bx0, by1, by0, cx, cy] = simulate(TRAPDOOR, [commitment, digest], scalar(), scalar());
    const proof = {
      a: [ax!, ay!],
      b: [
        [bx0!, bx1!],
        [by0!, by1!],
      ],
      c: [cx!, cy!],
    } as unknown as PageBundle["statements"][0]["proof"];
    return { page, pageSize: 16, pageDigest: digest, circuitId: simulatedId(), proof };
  });
  const blocklist = { name: list.name, root: list.root };
  return JSON.parse(writeBundle({ commitment: toCommitment(commitment), scheme: list.scheme, blocklist, statements }));
}

/**
 * The bundle in the words of the contract, read as leniently as JavaScript can: what a careless submitter would send.
 */
function carelessly(bytes: Uint8Array): PageBundle | undefined {
  try {
    const { commitment, scheme, blocklist, statements } = JSON.parse(Buffer.from(bytes).toString()) as PageBundleJson;
    const number = (value: string) => BigInt.asUintN(256, BigInt(value));
    const pair = ([x, y]: string[]) => [number(x!), number(y!)] as const;
    return {
      commitment: number(commitment) as Commitment,
      scheme,
      blocklist: { name: blocklist.name, root: blocklist.root },
      statements: statements.map(({ page, pageSize, pageDigest, circuitId, proof: { a, b, c } }) => ({
        page,
        pageSize,
        pageDigest: number(pageDigest),
        circuitId: circuitId as CircuitId,
        proof: { a: pair(a), b: [pair(b[0]!), pair(b[1]!)] as const, c: pair(c) },
      })),
    };
  } catch {
    return undefined;
  }
}

test(
  `command line, library and contract give one verdict on each of ${COUNT} bundles, good and bad`,
  async () => {
    const next = random(20260131);
    const kinds = Object.entries(MUTATIONS);
    const counts = new Map<string, { good: number; bad: number; spelling: number }>();
    for (let i = 0; i < COUNT; i++) {
      const [kind, mutate] = kinds[i % kinds.length]!;
      const good = goodBundle(next);
      const bytes = Buffer.from(mutate(structuredClone(good), next));
      await writeFile(at("bundle.json"), bytes);
      const library = verifyBundle(await readFile(at("bundle.json")), pinned, expected).verdict;
      const read = inspectJson(bytes, "the bundle", readBundle);
      const contract = "value" in read && isPageBundle(read.value) && (await onChain(read.value));
      const verdicts = { kind, i, library, contract, commandLine: await atCommandLine(at("bundle.json")) };
      expect(verdicts).toEqual({ kind, i, library, contract: library, commandLine: library });
      const count = counts.get(kind) ?? { good: 0, bad: 0, spelling: 0 };
      count[library ? "good" : "bad"]++;
      counts.set(kind, count);
      if (FULL && i % 250 === 249) process.stderr.write(`${i + 1} bundles, every verdict the same\n`);
      // What a border refuses for its form may still say something true in another spelling, never something else.
      const careless = "value" in read ? undefined : carelessly(bytes);
      if (careless !== undefined && (await onChain(careless).catch(() => false))) {
        expect(sameContent(careless, carelessly(Buffer.from(JSON.stringify(good)))!)).toBe(true);
        count.spelling++;
      }
    }
    const total = { good: 0, bad: 0 };
    for (const { good, bad } of counts.values()) [total.good, total.bad] = [total.good + good, total.bad + bad];
    if (FULL) process.stderr.write(`${JSON.stringify({ total, ...Object.fromEntries(counts) }, undefined, 1)}\n`);
    expect(total.good).toBeGreaterThan(COUNT / 20);
    expect(total.bad).toBeGreaterThan(COUNT / 2);
  },
  3 * 3600_000,
);

/** The same claims and proofs, in whatever order. */
function sameContent(a: PageBundle, b: PageBundle): boolean {
  const content = ({ commitment, statements }: PageBundle) =>
    [
      commitment,
      ...statements.map(({ page, pageDigest, proof }) => [page, pageDigest, proofToWords(proof)].join()).sort(),
    ].join();
  return content(a) === content(b);
}
