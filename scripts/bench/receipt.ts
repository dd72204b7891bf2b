/** A release with its evidence, as far as a receipt needs it: three shards, a list, a chain inside the process. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verificationKeyToSnarkjs } from "../../prover/groth16/verificationKey.ts";
import * as disjoint from "../../prover/index.ts";

const SHARDS = 3;
const RECORDS = 2000;
const LISTED = 40;

const artifacts = (circuit: string) => disjoint.ensureArtifacts(circuit);

/** How a receipt is made and checked, once everything that it is about is there. */
export async function makeReceipt(
  folder: string,
  circuits: Awaited<ReturnType<typeof disjoint.readPinnedCircuits>>,
  poseidon: disjoint.Poseidon,
) {
  const works = Array.from({ length: LISTED }, (_, i) => `listed work ${i}`);
  await mkdir(join(folder, "works"), { recursive: true });
  for (const work of works) await writeFile(join(folder, "works", work.replaceAll(" ", "-")), work);
  const entries = await disjoint.importWorks(join(folder, "works"), disjoint.findScheme("sha256"));
  const terms = { name: "opt-outs", scheme: "sha256", pageSize: 16, confidential: true } as const;
  const list = await disjoint.writeBlocklist(join(folder, "list"), terms, entries, poseidon);
  const shards: disjoint.Shard[] = [];
  for (let i = 0; i < SHARDS; i++) shards.push(await commitRecords(join(folder, `shard-${i}`), i, poseidon));
  const bundles: Uint8Array[] = [];
  const installed = disjoint.CIRCUITS.filter((circuit) => circuits.some(({ name }) => name === circuit.name));
  for (const shard of shards) {
    const out = `${shard.folder}-proofs`;
    const proved = await disjoint.proveShard({ shard, list, out, artifacts, circuits: installed });
    if (!("bundle" in proved)) throw new Error("a listed work is present");
    bundles.push(await readFile(proved.bundle));
  }
  const { archive, list: id } = await publishRelease(folder, { list, shards, bundles, circuits });
  const key = list.pages[1]!.keys[3]!;
  const make = async () => {
    const listing = await disjoint.proveListing({ list, key, artifacts });
    const release = disjoint.describeExcludingRelease(archive, listing);
    if (release?.chain?.lists[0]?.list !== id) throw new Error("the pack does not exclude the page on the chain");
    return disjoint.writeCertificate({ listing, releases: [release] });
  };
  const verify = (file: Uint8Array) =>
    disjoint.verifyCertificate(file, { circuits, list: { ...disjoint.toExpectedList(list), epochs: list.epochs } });
  return { make, verify };
}

async function commitRecords(folder: string, shard: number, poseidon: disjoint.Poseidon): Promise<disjoint.Shard> {
  const path = `${folder}.jsonl`;
  const records = Array.from({ length: RECORDS }, (_, i) => `{"id":${i},"shard":${shard}}\n`);
  await writeFile(path, records.join(""));
  await disjoint.commitShard({ sources: [{ path }], schemes: [{ scheme: "sha256" }], out: folder, poseidon });
  return disjoint.readShard(folder, poseidon);
}

type Scene = {
  list: disjoint.Blocklist;
  shards: disjoint.Shard[];
  bundles: Uint8Array[];
  circuits: Awaited<ReturnType<typeof disjoint.readPinnedCircuits>>;
};

/** Brings list, proofs and release onto a chain, and packs the evidence. */
async function publishRelease(folder: string, { list, shards, bundles, circuits }: Scene) {
  const chain = await disjoint.openChain({ state: join(folder, "chain") });
  const exclusion = circuits.filter(({ kind }) => kind === "exclusion");
  const toDeploy = exclusion.map(({ circuitId, pageSize, setup, key }) => ({
    circuitId,
    entries: pageSize,
    setup,
    keyWords: disjoint.keyToWords(key),
  }));
  const { deployment } = await disjoint.deployContracts(chain, toDeploy);
  const { list: id } = await disjoint.publishBlocklist(chain, deployment, disjoint.toListToPublish(list));
  for (const file of bundles)
    await disjoint.submitProofs(chain, deployment, id, disjoint.toProvedPages(disjoint.parseBundle(file)));
  const weights = "ab".repeat(32);
  const terms = "https://example.org/terms";
  const described = shards.map(({ commitment }) => ({ commitment, schemes: ["sha256"], uri: "" }));
  const model = { model: "example", version: "1.0", terms, parents: [] };
  const { release } = await disjoint.registerRelease(chain, deployment, { ...model, weights, shards: described });
  const commitments = shards.map(({ commitment }) => commitment);
  const subjects = { lists: [{ root: list.root, list: id }], commitments, release };
  const facts = await disjoint.makeChainDocument(chain, deployment, subjects);
  await chain.close();
  const keyPath = join(folder, "signing.pem");
  await disjoint.makeSigningKey(keyPath);
  const made = await disjoint.makeEvidence(
    {
      declaration: {
        vendor: "Example AI",
        ...model,
        time: "2026-01-31T12:00:00Z",
        weights: { kind: "sha256", digest: weights },
        shards: commitments.map((commitment, i) => ({ name: `shard ${i}`, commitment: String(commitment) })),
      },
      bundles,
      keys: exclusion.map(({ key }) => Buffer.from(JSON.stringify(verificationKeyToSnarkjs(key)))),
      lists: [await readFile(join(folder, "list/list.json"))],
      manifests: await Promise.all(shards.map((shard) => readFile(join(shard.folder, "manifest.json")))),
      chain: facts,
    },
    { keyPath, out: join(folder, "evidence") },
  );
  return { archive: await readFile(made.archive), list: id };
}
