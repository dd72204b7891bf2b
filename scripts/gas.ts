/**
 * Measures the gas cost of the contracts; `--write` stores it in contracts/gas.json and, in dollars, contracts/GAS.md.
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deployContracts } from "../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../prover/chain/deployment/document.ts";
import { batchArguments, type PageProof, submitProofs } from "../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../prover/chain/lists/publish.ts";
import { publishEvidence } from "../prover/chain/releases/evidence.ts";
import { type Release, type ReleaseShard, registerRelease } from "../prover/chain/releases/release.ts";
import { type Chain, openChain } from "../prover/rpc/connection.ts";
import { openContract } from "../prover/rpc/contract.ts";
import { type SentTransaction, send } from "../prover/rpc/transaction.ts";
import { writeFileAtomic } from "../prover/shared/files.ts";
import { type ListId, toCommitment } from "../prover/shared/ids.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { proved, simulatedCircuit, someList } from "../test/support/chain.ts";
import { OTHER_TRAPDOOR } from "../test/support/simulator.ts";
import { measureDisjointness } from "./gas/disjointness.ts";
import { measureLongList } from "./gas/longLists.ts";
import { measureRoyalties } from "./gas/royalties.ts";

export const GAS_FILE = join(PROJECT_ROOT, "contracts/gas.json");
export const GAS_PAGE = join(PROJECT_ROOT, "contracts/GAS.md");

const PAGES = 1000;

/** A full-length value for digests and commitments: short ones would make calls look cheaper. */
const ELEMENT = BigInt(`0x${"2f".repeat(32)}`);
const pages = Array.from({ length: PAGES }, (_, i) => ({ digest: ELEMENT - BigInt(i), size: 256 as const }));
const proofs = pages.map((page) => proved(ELEMENT, page));

const RELEASE: Release = {
  model: "example-model",
  version: "1.0.0",
  weights: "ab".repeat(32),
  shards: [{ commitment: toCommitment(ELEMENT), schemes: ["sha256"], uri: "https://example.org/shard" }],
  parents: [],
  terms: "https://example.org/terms",
};

/** Version 1, DAG-CBOR, SHA-256. */
const CID = "bafyreiflvov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvm";

/** Returns gas by action; a read is the whole cost of a transaction that does nothing else. */
export async function measureGas(): Promise<Record<string, number>> {
  const chain = await openChain({});
  try {
    const { deployment, gas } = await deployContracts(chain, [simulatedCircuit()]);
    const deployments = Object.entries(gas).map(([name, used]) => [`deploy ${name.split(" ")[0]}`, Number(used)]);
    const use = await measureUse(chain, deployment);
    const royalties = await measureRoyalties(chain, deployment, RELEASE);
    const two = await deployContracts(chain, [simulatedCircuit(), simulatedCircuit(OTHER_TRAPDOOR, 16)]);
    const further = { "deploy Ledger, a further circuit": Number(two.gas.Ledger! - gas.Ledger!) };
    const disjointness = await measureDisjointness(chain, two.gas.Ledger!);
    return { ...Object.fromEntries(deployments), ...further, ...use, ...disjointness, ...royalties };
  } finally {
    await chain.close();
  }
}

async function measureUse(chain: Chain, deployment: Deployment): Promise<Record<string, number>> {
  const one = await publishBlocklist(chain, deployment, someList(pages.slice(0, 1)));
  const many = await publishBlocklist(chain, deployment, someList(pages, "https://example.org/many"));
  const part = (from: number, to: number) => submitProofs(chain, deployment, many.list, proofs.slice(from, to));
  const first = await part(0, 1);
  const next = await part(1, 2);
  const batch = await part(256, 320);
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const batched = async (items: PageProof[]) =>
    used(await send(chain, ledger, "submitBatch", batchArguments(items), async () => true));
  const placed = (commitment: bigint, from: number, to: number): PageProof[] =>
    pages.slice(from, to).map((page, i) => ({ ...proved(commitment, page), list: many.list, page: from + i }));
  const single = await batched(placed(ELEMENT, 512, 513));
  const one64 = await batched(placed(ELEMENT - 1n, 0, 64));
  const two64 = await batched([...placed(ELEMENT - 2n, 0, 32), ...placed(ELEMENT - 3n, 32, 64)]);
  await part(0, PAGES);
  const read = async (method: string, ...args: unknown[]) =>
    Number(await ledger.getFunction(method).estimateGas(ELEMENT, many.list, ...args));
  return {
    "create list": used(one.transactions[0]),
    "append 1 page": used(one.transactions[1]),
    "append 400 pages": used(many.transactions[1]),
    "submit 1 page, the first of 256": used(first.transactions[0]),
    "submit 1 page, a further one": used(next.transactions[0]),
    "submitBatch of 1 page": single,
    "submitBatch of 64, per page": Math.ceil(used(batch.transactions[0]) / 64),
    "submitBatch, a further shard": two64 - one64,
    "isClean, 1,000 pages": await read("isClean", many.epoch),
    "statusOf, 1,000 pages": await read("statusOf"),
    ...(await measureRelease(chain, deployment, many.list)),
  };
}

/** Measures a release with one shard that is clean against the list, and the cost of each further element. */
async function measureRelease(chain: Chain, deployment: Deployment, list: ListId): Promise<Record<string, number>> {
  const registered = async (changes: Partial<Release>) => {
    const { release, transactions } = await registerRelease(chain, deployment, { ...RELEASE, ...changes });
    return { release, gas: transactions.map(used) as [number, number, ...number[]] };
  };
  const first = await registered({});
  const named = await publishEvidence(chain, deployment, first.release, CID);
  const again = await publishEvidence(chain, deployment, first.release, CID.replace(/m$/, "y"));
  const [shard] = RELEASE.shards as [ReleaseShard];
  const schemes = ["sha256", "text"];
  const second = await registered({
    version: "1.0.1",
    shards: [shard, { ...shard, commitment: toCommitment(ELEMENT - 1n), schemes }],
  });
  const child = await registered({ version: "1.0.2", parents: [first.release] });
  const wordy = await registered({ version: "1.0.3", terms: "x".repeat(96) });
  const releases = await openContract(chain, "Releases", deployment.releases);
  const [ofShard, ofRelease] = first.gas;
  return {
    "register a shard": ofShard,
    "register a shard, a further scheme": second.gas[0] - ofShard,
    "register a release of 1 shard": ofRelease,
    "register a release, a further shard": second.gas[1] - ofRelease,
    "register a release, a parent": child.gas[0] - ofRelease,
    "a word of text": Math.ceil((wordy.gas[0] - ofRelease) / 3),
    "publish a release's evidence": used(named[0]),
    "publish a release's further evidence": used(again[0]),
    "statusOf a release, 1,000 pages": Number(await releases.getFunction("statusOf").estimateGas(first.release, list)),
    "statusOf a release of 8 shards, 1,000,000 pages": await measureLongList(chain, deployment, list, RELEASE),
  };
}

const used = (transaction: SentTransaction | undefined): number => Number(transaction!.gasUsed);

/** Returns contracts/GAS.md: the measurements, and the cost of a release of 50 pages, in dollars. */
export function gasPage(gas: Record<string, number>): string {
  const release = 50 * gas["submitBatch of 64, per page"]!;
  const rows = Object.entries({
    ...gas,
    "**a whole release: 50 pages in batches**": release,
    "**a whole release: 3 shards, a list of any size**": disjointReleaseOf(gas),
  }).map(
    ([what, amount]) =>
      `| ${what} | ${amount.toLocaleString("en")} | ${dollars(amount, 1)} | ${dollars(amount, 0.01)} |`,
  );
  return `${HEAD}${rows.join("\n")}\n${foot(gas["submitBatch of 64, per page"]!)}`;
}

/** What a release of three shards with accumulators costs against one list. */
const disjointReleaseOf = (gas: Record<string, number>): number =>
  gas["submit a disjointness proof, the first"]! + 2 * gas["a further shard, the same list"]!;

const dollars = (amount: number, gwei: number) => `$${((amount * gwei * 3000) / 1e9).toFixed(4)}`;

const HEAD = `# What it costs

Written by \`node scripts/gas.ts --write\` and compared by a test. Ether at $3,000, mainnet at 1 gwei, a rollup at 0.01
gwei plus the price of publishing the call's data. A read is free from outside. Its figure is the cost of a transaction
that does nothing else; another contract pays 21,000 less.

| what | gas | mainnet | rollup |
|---|---:|---:|---:|
`;

const foot = (page: number) => `
A page in a batch of 64 costs ${dollars(page, 1)} on mainnet. A whole release of 50 pages costs
${dollars(50 * page, 1)} there; on a rollup it costs less than a dollar. Pages that another release with the same shard has
proved, and pages that are in several lists, are never paid for again. A disjointness proof costs the same whatever the
size of the list.
`;

if (import.meta.main) {
  const gas = await measureGas();
  if (process.argv.includes("--write")) {
    await writeFileAtomic(GAS_FILE, `${JSON.stringify(gas, null, 2)}\n`);
    await writeFileAtomic(GAS_PAGE, gasPage(gas));
  }
  const kept = JSON.parse(await readFile(GAS_FILE, "utf8")) as Record<string, number>;
  const changed = Object.keys({ ...kept, ...gas }).filter((what) => kept[what] !== gas[what]);
  for (const what of changed) process.stderr.write(`${what}: ${kept[what]} -> ${gas[what]}\n`);
  process.stdout.write(gasPage(gas));
  process.exitCode = changed.length === 0 ? 0 : 1;
}
