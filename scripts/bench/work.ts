/** One work: what it takes to disclose it, to open it in a list, and to hand out and check a receipt for it. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import * as disjoint from "../../prover/index.ts";
import { INCLUSION, LISTINGS } from "../../prover/plan/circuits.ts";
import { buildTree, rootOf } from "../../prover/tree/build.ts";
import { type Section, table } from "./document.ts";
import { BENCH, someKeys, workKey } from "./prepare.ts";
import { makeReceipt } from "./receipt.ts";

const KEYS = 1_000_000;
const RUNS = 5;

type Row = { what: string; made: number; verified: number; bytes: number };

/** Medians of `RUNS`, after a first run that loads the code. */
export async function benchWork(): Promise<Section> {
  const poseidon = await disjoint.loadPoseidon();
  const artefacts = (circuit: string) => disjoint.ensureArtefacts(circuit);
  for (const { name } of [INCLUSION, ...Object.values(LISTINGS)]) await artefacts(name);
  await artefacts("exclusion_16x60");
  const circuits = await disjoint.readPinnedCircuits(undefined, ["exclusion", "inclusion", "listing"]);
  const shard = await someShard(poseidon);
  const rows: Row[] = [];
  for (const [what, work] of [
    ["disclosure, present", "work 7"],
    ["disclosure, absent", "another work"],
  ] as const) {
    const options = { shard, scheme: "sha256", key: workKey(work), artefacts, poseidon };
    rows.push(
      await measured(
        what,
        async () => disjoint.writeDisclosure(await disjoint.disclose(options)),
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
        async () => disjoint.writeListing(await disjoint.proveListed({ list, key, artefacts })),
        (file) => disjoint.verifyListing(file, { circuits }),
      ),
    );
  }
  const { make, verify } = await makeReceipt(folder, circuits, poseidon);
  rows.push(await measured("receipt: one release of three shards, accepted on a chain", make, verify));
  const seconds = (value: number) => `${value.toPrecision(3)} s`;
  const cells = rows.map(({ what, made, verified, bytes }) => [what, seconds(made), seconds(verified), bytes]);
  return {
    report: rows,
    markdown: [
      "## One work",
      "",
      `Witness and proof, and the check by the verifier that runs in browsers; the disclosures are of a shard of ${KEYS} keys. A proof is`,
      "verified once before it is written, which counts. Medians of five in one process.",
      "",
      table(["file", "made", "verified", "bytes"], cells),
    ].join("\n"),
  };
}

async function measured(
  what: string,
  make: () => Promise<string>,
  verify: (file: Uint8Array) => disjoint.Verdict,
): Promise<Row> {
  const [made, verified]: number[][] = [[], []];
  let bytes = 0;
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    const file = Buffer.from(await make());
    const middle = performance.now();
    const { verdict, checks } = verify(file);
    const end = performance.now();
    if (!verdict) throw new Error(`${what}: ${JSON.stringify(checks.filter(({ ok }) => !ok))}`);
    bytes = file.length;
    if (run === 0) continue;
    made!.push((middle - start) / 1000);
    verified!.push((end - middle) / 1000);
  }
  return { what, made: median(made!), verified: median(verified!), bytes };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** A shard in memory: all that disclosing looks at. */
async function someShard(poseidon: disjoint.Poseidon): Promise<disjoint.Shard> {
  const tree = await buildTree(someKeys(KEYS), poseidon);
  const salt = 1234567890123456789n;
  const commitment = await poseidon.hash([rootOf(tree), BigInt(tree.bucketBits), salt]);
  const manifest = { schemes: [{ scheme: "sha256", field: null }] } as unknown as disjoint.Manifest;
  return { folder: "", manifest, tree, salt, commitment };
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
