import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Contract } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { g1Words, g2Words } from "../../../prover/accumulator/hashes.ts";
import { writeDisclosure } from "../../../prover/bundle/disclosure.ts";
import { isPageBundle, type PageBundleJson, readBundle, writeBundle } from "../../../prover/bundle/document.ts";
import { writeListing } from "../../../prover/bundle/listing.ts";
import { pageOf } from "../../../prover/bundle/verifyDisclosure.ts";
import { deployContract } from "../../../prover/chain/deployment/deploy.ts";
import { readArchive } from "../../../prover/evidence/car.ts";
import { writeCertificate } from "../../../prover/evidence/certificate.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { describeExcludingRelease } from "../../../prover/evidence/makeCertificate.ts";
import { proofToWords, readProof } from "../../../prover/groth16/proof.ts";
import { verificationKeyToSnarkjs } from "../../../prover/groth16/verificationKey.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { openContract, view } from "../../../prover/rpc/contract.ts";
import { inspectDocument } from "../../../prover/shared/document.ts";
import { toCommitment } from "../../../prover/shared/ids.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { MUTATIONS } from "../../support/bundleMutations.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { ChangedFiles } from "../../support/changedFiles.ts";
import { startChild } from "../../support/child.ts";
import { knownBundle, knownDisclosures, POWERS } from "../../support/disjointness.ts";
import {
  evidenceScene,
  onChain,
  type Scene,
  simulatedId,
  simulatedKey,
  simulatedProof,
  withSteps,
} from "../../support/evidence.ts";
import { FILE_MUTATIONS, type FileMutation, PAYLOAD_MUTATIONS } from "../../support/fileMutations.ts";
import { FULL } from "../../support/full.ts";
import { exitCodeOf } from "../../support/inProcess.ts";
import { lockedCircuit } from "../../support/lockedCircuit.ts";
import { random } from "../../support/random.ts";
import { OTHER_TRAPDOOR, TRAPDOOR } from "../../support/simulator.ts";

// Command line, library in Node, library without Node and contract come to one verdict on every file, good and bad.

const KEY = "0a".repeat(31);
const COMMITMENT = 7n;
const { absent: ABSENT } = knownDisclosures();
const TYPES = [
  "bundle",
  "statement",
  "pack",
  "pack with steps",
  "receipt",
  "disclosure",
  "listing",
  "disjointness bundle",
  "answer of an accumulator",
] as const;
type Type = (typeof TYPES)[number];

/** The changes of a type's documents, by their names. */
const CHANGES = new Map<Type, ReadonlyMap<string, FileMutation>>(
  TYPES.map((type) => {
    const ofBundles = Object.entries(MUTATIONS).map(
      ([kind, change]) => [`of bundles: ${kind}`, change as FileMutation] as const,
    );
    if (type === "pack with steps") return [type, new Map(Object.entries(PAYLOAD_MUTATIONS))];
    return [type, new Map([...Object.entries(FILE_MUTATIONS), ...(type === "bundle" ? ofBundles : [])])];
  }),
);
const KINDS = [...CHANGES].flatMap(([type, changes]) => [...changes].map(([kind, change]) => ({ type, kind, change })));
const COUNT = FULL ? 20_000 : KINDS.length;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let chain: Chain;
let scene: Scene;
let verifier: Contract;
let disjointness: Contract;
let good: Record<Type, Uint8Array>;
let door: ReturnType<typeof openDoor>;
let library: typeof import("../../../prover/index.ts");
const at = (name: string) => join(folder.path, name);

beforeAll(async () => {
  library = await import("../../../prover/index.ts");
  folder = await temporaryFolder();
  chain = await openChain({});
  scene = await evidenceScene(folder.path, [2, 2]);
  const { deployment, document } = await onChain(chain, scene);
  verifier = await openContract(chain, "Groth16Verifier", deployment.circuits[0]!.verifier);
  const { address } = await deployContract(chain, "DisjointnessVerifier", [POWERS]);
  disjointness = await openContract(chain, "DisjointnessVerifier", address);
  const { archive } = await makeEvidence(
    { ...scene.parts, chain: document },
    { keyPath: scene.keyPath, out: folder.path },
  );
  const pack = Uint8Array.from(await readFile(archive));
  const { parts } = await withSteps(scene);
  const withSigned = await makeEvidence(parts, { keyPath: scene.keyPath, out: folder.path });
  const { files } = readArchive(pack)!;
  const { name, root } = scene.policy.lists[0]!;
  const listing = {
    key: KEY,
    scheme: "sha256",
    blocklist: { name, root },
    page: 0,
    epoch: 1,
    pageSize: 16,
    pageDigest: 1000n,
    circuitId: simulatedId(OTHER_TRAPDOOR),
    proof: simulatedProof(1000n, BigInt(`0x${KEY}`), OTHER_TRAPDOOR),
  };
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
  good = {
    bundle: files.get("bundle-0000.json")!,
    statement: files.get("statement.dsse.json")!,
    pack,
    "pack with steps": Uint8Array.from(await readFile(withSigned.archive)),
    receipt: bytes(writeCertificate({ listing, releases: [describeExcludingRelease(pack, listing)!] })),
    listing: bytes(writeListing(listing)),
    "disjointness bundle": bytes(writeBundle(knownBundle().bundle)),
    "answer of an accumulator": bytes(writeDisclosure(ABSENT)),
    disclosure: bytes(
      writeDisclosure({
        key: KEY,
        scheme: "sha256",
        commitment: toCommitment(COMMITMENT),
        answer: "absent",
        circuitId: simulatedId(),
        proof: simulatedProof(COMMITMENT, pageOf(KEY)),
      }),
    ),
  };
  await lockedCircuit(at("artifacts"), "exclusion_16x60", TRAPDOOR);
  await lockedCircuit(at("artifacts"), "listing_16", OTHER_TRAPDOOR);
  for (const i of [0, 1]) await writeFile(at(`list-${i}.json`), files.get(`list-000${i}.json`)!);
  for (const i of [0, 1, 2, 3]) await writeFile(at(`bundle-${i}.json`), files.get(`bundle-000${i}.json`)!);
  const keys = [TRAPDOOR, OTHER_TRAPDOOR].map((trapdoor) => verificationKeyToSnarkjs(simulatedKey(trapdoor)));
  await writeFile(
    at("policy.json"),
    JSON.stringify({ ...scene.policy, circuits: [[simulatedId(), 16]], commitments: undefined, keys }),
  );
  door = openDoor();
});
afterAll(async () => {
  door?.close();
  await chain?.close();
  await folder?.remove();
});

/** What the verifiers know, from one file: the same words for Node and for the door. */
const VERIFY = `
  const { signers, lists, circuits, keys } = policy;
  const [exclusion, listing] = keys.map((key) =>
    api.readDocument("key", "test", "", (reader) => api.readVerificationKey(reader, key, "$")));
  const pinned = [{ kind: "exclusion", key: exclusion, pageSize: 16 }, { kind: "listing", key: listing, pageSize: 16 }];
  const judge = {
    bundle: (file) => api.verifyBundle(file, pinned.slice(0, 1)),
    statement: (file) => api.verifyAttestation(file, bundles, { signers, circuits: pinned.slice(0, 1) }),
    pack: (file) => api.verifyPack(file, { signers, lists, circuits: new Map(circuits) }),
    "pack with steps": (file) => judge.pack(file),
    receipt: (file) => api.verifyCertificate(file, { circuits: pinned, lists, key: "${KEY}" }),
    listing: (file) => api.verifyListing(file, { circuits: pinned.slice(1), lists, key: "${KEY}" }),
    "disjointness bundle": (file) => api.verifyBundle(file, [{ kind: "powers", id: "${POWERS}" }]),
    "answer of an accumulator": (file) => api.verifyDisclosure(file, {
      circuits: [{ kind: "powers", id: "${POWERS}" }], commitment: ${ABSENT.commitment}n, key: "${ABSENT.key}",
    }),
    disclosure: (file) => api.verifyDisclosure(file, { circuits: pinned.slice(0, 1), commitment: ${COMMITMENT}n, key: "${KEY}" }),
  };
  return (type, file) => judge[type](file);`;

/** The door in a process without what a browser has not, asked for one file at a time. */
function openDoor() {
  const script = `
    const { readFile } = await import("node:fs/promises");
    const { createInterface } = await import("node:readline");
    const [door, attestation, folder] = process.argv.slice(1);
    const say = console.log;
    // It keeps lines from now on. Those that came before it would be lost.
    const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    const read = async (name) => Uint8Array.from(await readFile(folder + "/" + name));
    const policy = JSON.parse(new TextDecoder().decode(await read("policy.json")));
    const bundles = await Promise.all([0, 1, 2, 3].map((i) => read("bundle-" + i + ".json")));
    for (const name of ["Buffer", "process", "global", "require", "fetch"]) delete globalThis[name];
    const api = { ...(await import(door)), ...(await import(attestation)) };
    const judge = new Function("api", "policy", "bundles", ${JSON.stringify(VERIFY)})(api, policy, bundles);
    for await (const type of lines) say(String(judge(type, await read("case")).verdict));`;
  const modules = ["prover/verify.ts", "prover/bundle/attestation.ts"].map((path) => join(PROJECT_ROOT, path));
  const child = startChild(process.execPath, ["--input-type=module", "-e", script, ...modules, folder.path]);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(type: Type): Promise<boolean> {
      child.stdin.write(`${type}\n`);
      return (await answers.next()).value === "true";
    },
    close: () => child.stdin.end(),
  };
}

/** The command line's verdict, by its exit code. */
async function atCommandLine(type: Type): Promise<boolean> {
  const named = scene.policy.lists.flatMap(({ name, root }) => ["--list-root", `${name}=${root}`]);
  const signed = scene.policy.signers.flatMap(({ name, publicKey }) => ["--signer", `${name}=${publicKey}`]);
  const artifacts = ["--artifacts", at("artifacts")];
  const ofPack = [...signed, ...named, "--circuit", `${simulatedId()}=16`];
  const options: Record<Type, string[]> = {
    bundle: artifacts,
    statement: [...[0, 1, 2, 3].map((i) => at(`bundle-${i}.json`)), ...signed, ...artifacts],
    pack: ofPack,
    "pack with steps": ofPack,
    receipt: [...named, ...artifacts, "--key", KEY],
    listing: [...named, ...artifacts, "--key", KEY],
    disclosure: [...artifacts, "--commitment", String(COMMITMENT), "--key", KEY],
    "disjointness bundle": ["--powers-id", POWERS],
    "answer of an accumulator": [
      ...["--powers-id", POWERS, "--commitment", String(ABSENT.commitment), "--key", ABSENT.key],
    ],
  };
  const code = await exitCodeOf(["verify", at("case"), ...options[type], "--quiet"]);
  // What is no JSON of a known kind has no verdict but "false", or is bad data, or the options are of another kind's.
  if ([0, 1, 2, 3].includes(code)) return code === 0;
  throw new Error(`exit code ${code} is no verdict on ${type}`);
}

/** Whether the contract takes every proof of an exclusion that the file has, with the signals that stand beside it. */
async function contractTakes(type: Type, file: Uint8Array): Promise<boolean> {
  if (type === "disjointness bundle") return takesDisjointness(json(file));
  const proofs = type.startsWith("pack") ? bundlesOf(file).flatMap(inBundle) : claimsIn(type, file);
  for (const {
    signals: [commitment, pageDigest],
    proof,
  } of proofs) {
    const read = inspectDocument((reader) => readProof(reader, proof, "$"));
    if (!("value" in read) || !(await view(verifier, "verify", proofToWords(read.value), { commitment, pageDigest })))
      return false;
  }
  return true;
}

/** Whether the contract takes every proof of a bundle of disjointness proofs. */
async function takesDisjointness(document: unknown): Promise<boolean> {
  const bundle = inspectDocument((reader) => readBundle(reader, document));
  if (!("value" in bundle) || isPageBundle(bundle.value)) return false;
  const { accumulator, statements } = bundle.value;
  const claims = statements.map(({ to, from, list, proof: { p, q } }) => ({
    list: `0x${"00".repeat(32)}`,
    epoch: to,
    added: from !== 0,
    accumulator: g2Words(list),
    shards: [{ accumulator: g1Words(accumulator), p: g2Words(p), q: g1Words(q) }],
  }));
  return (await view(disjointness, "verify", claims)) as boolean;
}

type Claim = { signals: [bigint, bigint]; proof: unknown };
const json = (file: Uint8Array) => JSON.parse(Buffer.from(file).toString());
const bundlesOf = (pack: Uint8Array): PageBundleJson[] =>
  [...(readArchive(pack)?.files ?? [])].flatMap(([name, file]) => (name.startsWith("bundle-") ? [json(file)] : []));
const inBundle = ({ commitment, statements }: PageBundleJson): Claim[] =>
  statements.map(({ pageDigest, proof }) => ({ signals: [BigInt(commitment), BigInt(pageDigest)], proof }));

function claimsIn(type: Type, file: Uint8Array): Claim[] {
  const document = json(file);
  if (type === "bundle") return inBundle(document);
  if (type === "disclosure")
    return [{ signals: [BigInt(document.commitment), pageOf(document.key)], proof: document.proof }];
  if (type !== "receipt") return [];
  const { pageDigest } = document.listing;
  return document.releases.flatMap(({ exclusions }: { exclusions: { commitment: string; proof: unknown }[] }) =>
    exclusions.map(({ commitment, proof }) => ({ signals: [BigInt(commitment), BigInt(pageDigest)], proof })),
  );
}

test(
  `all verifiers give one verdict on each of ${COUNT} different files, of ${KINDS.length} kinds of change`,
  async () => {
    expect(KINDS.length).toBeGreaterThan(80);
    const files = new ChangedFiles(random(20260214));
    const bundles = await Promise.all([0, 1, 2, 3].map((i) => readFile(at(`bundle-${i}.json`))));
    const api = {
      ...library,
      verifyAttestation: (await import("../../../prover/bundle/attestation.ts")).verifyAttestation,
    };
    const judge = new Function("api", "policy", "bundles", VERIFY)(
      api,
      json(await readFile(at("policy.json"))),
      bundles,
    );
    const counts = new Map(TYPES.map((type) => [type, { good: 0, bad: 0 }]));
    for (let i = 0; i < COUNT; i++) {
      const { type, kind, change } = KINDS[i % KINDS.length]!;
      const file = files.make(good[type], change, [...CHANGES.get(type)!.values()]);
      await writeFile(at("case"), file);
      const atDoor = door.ask(type);
      const { verdict } = judge(type, file);
      const said = { commandLine: await atCommandLine(type), door: await atDoor };
      expect({ i, type, kind, ...said }).toEqual({ i, type, kind, commandLine: verdict, door: verdict });
      if (verdict)
        expect({ i, type, kind, contract: await contractTakes(type, file) }).toMatchObject({ contract: true });
      counts.get(type)![verdict ? "good" : "bad"]++;
      if (FULL && i % 500 === 499) process.stderr.write(`${i + 1} files, every verdict the same\n`);
    }
    if (FULL) process.stderr.write(`${JSON.stringify(Object.fromEntries(counts))}\n`);
    for (const [type, { good, bad }] of counts) {
      expect([type, good > 0]).toEqual([type, true]);
      expect([type, bad > 10]).toEqual([type, true]);
    }
  },
  (FULL ? 12 : 0.1) * 3600_000,
);
