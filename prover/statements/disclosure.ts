import type { BlocklistPage } from "../blocklist/format.ts";
import { computePageDigest } from "../blocklist/page.ts";
import type { Disclosure } from "../bundle/disclosure.ts";
import { isMerkleShard, type MerkleShard, type Shard } from "../commitment/shard/readShard.ts";
import { keyToHex } from "../fingerprint/key.ts";
import { INCLUSION } from "../plan/circuits.ts";
import { circuitFor, openingOf } from "../plan/opening.ts";
import type { Artifacts } from "../setup/verifiedArtifacts.ts";
import { bytesToBigIntBE } from "../shared/field.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { witnessInput } from "../witness/exclusion.ts";
import { inclusionInput } from "../witness/inclusion.ts";
import { discloseKey, type EngineOptions } from "./discloseKey.ts";
import { containsKey, requireScheme } from "./findings.ts";
import { proveSignals } from "./signals.ts";

/** The shard to answer for, and the work in question. */
export type DiscloseOptions = EngineOptions & {
  shard: Shard;
  scheme: string;
  /** Key of the work under the scheme, 31 bytes. */
  key: Uint8Array;
  /** Loads the verified artifacts of a circuit by name. */
  artifacts(circuit: string): Promise<Artifacts>;
  poseidon: Poseidon;
  onProgress?: OnProgress;
  signal?: AbortSignal;
};

/**
 * Answers whether a shard has one work, and proves the answer: inclusion of its key, or exclusion of the page or list
 * that has only this key, which anyone can make. It reveals nothing else about the shard.
 *
 * @throws data `check/other-scheme`; any error of proving
 */
export function proveDisclosure(options: DiscloseOptions): Promise<Disclosure> {
  const { shard, scheme, key } = options;
  const own = shard.manifest.schemes.map((each) => each.scheme).join(" or ");
  requireScheme(shard, scheme, "the work", `Ask under a scheme that the shard has: ${own}.`);
  if (!isMerkleShard(shard)) return discloseKey({ ...options, shard });
  return containsKey(shard, key) ? provePresent({ ...options, shard }) : proveAbsent({ ...options, shard });
}

type MerkleOptions = DiscloseOptions & { shard: MerkleShard };

async function provePresent({ shard, scheme, key, artifacts, ...options }: MerkleOptions): Promise<Disclosure> {
  const circuit = await artifacts(INCLUSION.name);
  report(options, "that the work is there", INCLUSION.name);
  const { commitment, tree, salt } = shard;
  const input = inclusionInput(commitment, key, tree, salt);
  const proof = await proveSignals(circuit, input, [commitment, bytesToBigIntBE(key)], "inclusion", options);
  const { circuitId } = circuit.lock;
  return { key: keyToHex(key), scheme, commitment, answer: "present", circuitId, proof };
}

async function proveAbsent({ shard, scheme, key, artifacts, ...options }: MerkleOptions): Promise<Disclosure> {
  const page: BlocklistPage = { size: 16, salt: 0n, keys: [key] };
  const { commitment, tree, salt } = shard;
  const opening = openingOf(page, tree.bucketBits);
  const { name, ...size } = circuitFor(page, opening);
  const circuit = await artifacts(name);
  report(options, "that the work is not there", name);
  const statement = { commitment, pageDigest: await computePageDigest(page, options.poseidon) };
  const input = witnessInput(statement, page, tree, salt, opening, { name, ...size });
  const proof = await proveSignals(circuit, input, [commitment, statement.pageDigest], "exclusion", options);
  const { circuitId } = circuit.lock;
  return { key: keyToHex(key), scheme, commitment, answer: "absent", circuitId, proof };
}

const report = ({ onProgress = silent }: { onProgress?: OnProgress }, what: string, circuit: string): void =>
  onProgress({ stage: "disclose", done: 0, total: 1, what: `proving ${what}, with ${circuit}` });
