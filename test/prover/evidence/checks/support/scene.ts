import { readFile } from "node:fs/promises";
import type { CircuitDisclosure } from "../../../../../prover/bundle/disclosure.ts";
import type { Listing } from "../../../../../prover/bundle/listing.ts";
import { readListRoot } from "../../../../../prover/bundle/listRoot.ts";
import type { PinnedCircuit } from "../../../../../prover/bundle/pinned.ts";
import { pageOf } from "../../../../../prover/bundle/verifyDisclosure.ts";
import type { FactsOnChain } from "../../../../../prover/chain/releases/confirm.ts";
import { readArchive } from "../../../../../prover/evidence/car.ts";
import { writeCertificate } from "../../../../../prover/evidence/certificate.ts";
import { makeEvidence } from "../../../../../prover/evidence/make.ts";
import { describeExcludingRelease } from "../../../../../prover/evidence/makeCertificate.ts";
import { type Evidence, evidenceIn } from "../../../../../prover/evidence/pack.ts";
import { type PackPolicy, verifyPack } from "../../../../../prover/evidence/verifyPack.ts";
import { type Chain, openChain } from "../../../../../prover/rpc/connection.ts";
import type { CheckId } from "../../../../../prover/shared/checks.ts";
import { toCommitment } from "../../../../../prover/shared/ids.ts";
import type { Check } from "../../../../../prover/shared/verdict.ts";
import { temporaryFolder } from "../../../../support/chain.ts";
import {
  evidenceScene,
  onChain,
  type Scene,
  simulatedId,
  simulatedKey,
  simulatedProof,
  trusting,
  withSteps,
} from "../../../../support/evidence.ts";
import { OTHER_TRAPDOOR } from "../../../../support/simulator.ts";

export const KEY = "0a".repeat(31);
export const ZEROS = "0".repeat(64);
export const PINNED: PinnedCircuit[] = [
  { kind: "exclusion", key: simulatedKey(), pageSize: 16 },
  { kind: "listing", key: simulatedKey(OTHER_TRAPDOOR), pageSize: 16 },
];

/** One release with evidence, on a chain, and what is said of it. */
type CheckScene = {
  folder: Awaited<ReturnType<typeof temporaryFolder>>;
  chain: Chain;
  scene: Scene;
  made: Awaited<ReturnType<typeof onChain>>;
  evidence: Evidence;
  facts: FactsOnChain;
  policy: PackPolicy;
  receipt: Uint8Array;
  listing: Listing;
  disclosure: CircuitDisclosure;
};

/** The scene; whole once it is made. */
export const on = {} as CheckScene;

export async function makeScene(): Promise<void> {
  on.folder = await temporaryFolder();
  on.chain = await openChain({});
  on.scene = await withSteps(await evidenceScene(on.folder.path, [2, 2]));
  on.made = await onChain(on.chain, on.scene);
  const { archive } = await makeEvidence(
    { ...on.scene.parts, chain: on.made.document },
    { keyPath: on.scene.keyPath, out: on.folder.path },
  );
  const bytes = await readFile(archive);
  on.evidence = evidenceIn(readArchive(bytes)!.files)!;
  const ids = new Map(on.scene.policy.lists.map(({ name, root }) => [name, listId(root)]));
  const release = on.made.subjects.release;
  on.policy = { ...on.scene.policy, chain: { ...trusting(on.made.document), lists: ids, release } };
  on.facts = verifyPack(bytes, on.policy).facts as FactsOnChain;
  const { name, root } = on.scene.policy.lists[0]!;
  on.listing = {
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
  const releases = [describeExcludingRelease(bytes, on.listing)!];
  on.receipt = Buffer.from(writeCertificate({ listing: on.listing, releases }));
  on.disclosure = {
    key: KEY,
    scheme: "sha256",
    commitment: toCommitment(7n),
    answer: "absent",
    circuitId: simulatedId(),
    proof: simulatedProof(7n, pageOf(KEY)),
  };
}

export async function removeScene(): Promise<void> {
  await on.chain?.close();
  await on.folder?.remove();
}

export const listId = (root: string) => on.made.subjects.lists.find((list) => list.root === root)!.list;

/** A document as the tests reach into it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the document holds
export type Json = any;
export const edited = (file: Uint8Array, change: (document: Json) => void): Uint8Array => {
  const document = JSON.parse(Buffer.from(file).toString());
  change(document);
  return Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`);
};
export const set = (object: object, fields: object) => Object.assign(object, fields);
export const swapProofs = ([first, second]: { proof: unknown }[]) =>
  ([first!.proof, second!.proof] = [second!.proof, first!.proof]);

type Refusals = Partial<Record<CheckId, () => readonly Check[] | Promise<readonly Check[]>>>;

/** A verifier: what it says of what is in order, and a refusal under each id. */
export type Subject = { good: () => readonly Check[] | Promise<readonly Check[]>; refusals: Refusals };

export const expectedOf = (file: Uint8Array) => {
  const read = readListRoot(file);
  if (!("value" in read)) throw new Error("no list");
  return read.value;
};

/** Refusals of what is wrong in the same way in several documents. */
export const refusalsOf = (
  changes: Partial<Record<CheckId, (document: Json) => void>>,
  check: (change: (document: Json) => void) => readonly Check[] | Promise<readonly Check[]>,
): Refusals => Object.fromEntries(Object.entries(changes).map(([id, change]) => [id, () => check(change)]));
