/** One work: the cost of disclosing it, of opening it in a list, and of issuing and checking a receipt for it. */
import { mkdir, rm } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import * as disjoint from "../../prover/index.ts";
import { INCLUSION, LISTINGS } from "../../prover/plan/circuits.ts";
import { buildTree } from "../../prover/tree/build.ts";
import { rootOf } from "../../prover/tree/tree.ts";
import { type Section, table } from "./document.ts";
import { BENCH, someKeys, workKey } from "./prepare.ts";
import { makeReceipt } from "./receipt.ts";

const KEYS = 1_000_000;
const RUNS = 5;

/** Wall-clock seconds, and processor seconds over all threads, which do not depend on other processes. */
type Spent = { clock: number; processor: number };
type Row = { what: string; made: Spent; verified: Spent; bytes: number };

/** Medians of `RUNS`, after a first run that loads the code. */
export async function benchWork(): Promise<Section> {
  const poseidon = await disjoint.loadPoseidon();
  const artifacts = (circuit: string) => disjoint.ensureArtifacts(circuit);
  for (const { name } of [INCLUSION, ...Object.values(LISTINGS)]) await artifacts(name);
  await artifacts("exclusion_16x60");
  const circuits = await disjoint.readPinnedCircuits(undefined, ["exclusion", "inclusion", "listing"]);
  const shard = await someShard(poseidon);
  const rows: Row[] = [];
  for (const [what, work] of [
    ["disclosure, present", "work 7"],
    ["disclosure, absent", "another work"],
  ] as const) {
    const options = { shard, scheme: "sha256", key: workKey(work), artifacts, poseidon };
    rows.push(
      await measured(
        what,
        async () => disjoint.writeDisclosure(await disjoint.proveDisclosure(options)),
        (file) => disjoint.verifyDisclosure(file, { circuits }),
      ),
    );
  }
  const folder = join(BENCH, "work");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const pageSize of disjoint.PAGE_SIZES) {
    const list = await someList(join(folder, `list-${pageSize}`), pageSize, poseidon);
    const key = workKey("listed 3");
    rows.push(
      await measured(
        `listing, page of ${pageSize}`,
        async () => disjoint.writeListing(await disjoint.proveListing({ list, key, artifacts })),
        (file) => disjoint.verifyListing(file, { circuits }),
      ),
    );
  }
  const { make, verify } = await makeReceipt(folder, circuits, poseidon);
  rows.push(await measured("certificate: one release of three shards, accepted on a chain", make, verify));
  const seconds = ({ clock, processor }: Spent) => [clock, processor].map((value) => `${value.toPrecision(3)} s`);
  const cells = rows.map(({ what, made, verified, bytes }) => [what, ...seconds(made), ...seconds(verified), bytes]);
  return {
    report: rows,
    markdown: [
      "## One work",
      "",
      `Witness and proof, and verification by the verifier that runs in browsers. The disclosures are of a shard ` +
        `of ${KEYS}`,
      "keys. The time to make a file includes verifying it once before it is written. Medians of five in one process;",
      "processor time is that of all threads.",
      ...(busy()
        ? ["", `Other work shared the machine (load ${loadavg()[0]!.toFixed(0)}): compare processor times.`]
        : []),
      "",
      table(["file", "made", "processor", "verified", "processor", "bytes"], cells),
    ].join("\n"),
  };
}

async function measured(
  what: string,
  make: () => Promise<string>,
  verify: (file: Uint8Array) => disjoint.Verdict,
): Promise<Row> {
  const made: Spent[] = [];
  const verified: Spent[] = [];
  let bytes = 0;
  for (let run = 0; run <= RUNS; run++) {
    const [text, making] = await spent(make);
    const file = Buffer.from(text);
    const [{ verdict, checks }, verifying] = await spent(async () => verify(file));
    if (!verdict) throw new Error(`${what}: ${JSON.stringify(checks.filter(({ ok }) => !ok))}`);
    bytes = file.length;
    if (run === 0) continue;
    made!.push(making);
    verified!.push(verifying);
  }
  return { what, made: median(made!), verified: median(verified!), bytes };
}

async function spent<T>(work: () => Promise<T>): Promise<[T, Spent]> {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, { clock: (performance.now() - start) / 1000, processor: (user + system) / 1e6 }];
}

function median(values: readonly Spent[]): Spent {
  const middle = (of: (spent: Spent) => number) => values.map(of).sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return { clock: middle(({ clock }) => clock), processor: middle(({ processor }) => processor) };
}

/** Whether other processes ran at the same time: more threads wanted to run than there are cores. */
const busy = (): boolean => loadavg()[0]! > cpus().length + 1;

/** A shard in memory: all that disclosing looks at. */
async function someShard(poseidon: disjoint.Poseidon): Promise<disjoint.Shard> {
  const tree = await buildTree(someKeys(KEYS), poseidon);
  const salt = 1234567890123456789n;
  const commitment = disjoint.toCommitment(await poseidon.hash([rootOf(tree), BigInt(tree.bucketBits), salt]));
  const manifest = { schemes: [{ scheme: "sha256", field: null }] } as unknown as disjoint.MerkleManifest;
  return { folder: "", manifest, tree, keys: tree.keys, salt, commitment };
}

function someList(
  folder: string,
  pageSize: disjoint.PageSize,
  poseidon: disjoint.Poseidon,
): Promise<disjoint.Blocklist> {
  const entries = Array.from({ length: pageSize }, (_, i) => ({
    key: Buffer.from(workKey(`listed ${i}`)).toString("hex"),
    label: "",
  }));
  const terms = { name: "opt-outs", scheme: "sha256", pageSize, confidential: true };
  return disjoint.writeBlocklist(folder, terms, entries, poseidon);
}
