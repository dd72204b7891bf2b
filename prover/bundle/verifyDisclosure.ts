import { powersId } from "../accumulator/hashes.ts";
import { accumulatorOfKey, areDisjoint, isMember } from "../accumulator/verify.ts";
import { satisfiesPairing } from "../groth16/verify.ts";
import { inspectJson } from "../shared/document.ts";
import { type Check, check, documentCheck, toVerdict, type Verdict } from "../shared/verdict.ts";
import {
  type AccumulatorDisclosure,
  type CircuitDisclosure,
  type Disclosure,
  isCircuitDisclosure,
  readDisclosure,
} from "./disclosure.ts";
import { digestOfEntries } from "./openedListing.ts";
import { type Pinned, trustedKey } from "./pinned.ts";
import { commitmentChecks } from "./verifyDisjointness.ts";

/**
 * What a verifier of a disclosure trusts, and what it expects: the shard, and the work that it asked about. `circuits`:
 * circuits, and powers of tau for shards with accumulators.
 */
export type DisclosurePolicy = {
  circuits: readonly Pinned[];
  commitment?: bigint;
  /** 62 hexadecimal digits. */
  key?: string;
};

/** `disclosure`: the content of the file; use it only if the verdict is true. */
export type DisclosureVerdict = Verdict & { disclosure?: Disclosure };

/** The size of a page that has one key: the key is repeated to fill it. */
const ALONE = 16;

/**
 * Checks a disclosure's file. Trusts nothing in it: the page of an absent key is made again from the key.
 */
export function verifyDisclosure(bytes: Uint8Array, policy: DisclosurePolicy): DisclosureVerdict {
  const read = inspectJson(bytes, "the disclosure", readDisclosure);
  const format = documentCheck("format", read.issues);
  if (!("value" in read)) return toVerdict([format]);
  const disclosure = read.value;
  const checks = isCircuitDisclosure(disclosure)
    ? circuitChecks(disclosure, policy)
    : accumulatorChecks(disclosure, policy);
  return { ...toVerdict([format, ...askedChecks(disclosure, policy), ...checks]), disclosure };
}

function askedChecks(disclosure: Disclosure, { commitment, key }: DisclosurePolicy): Check[] {
  const checks: Check[] = [];
  if (commitment !== undefined)
    checks.push(
      check("commitment", disclosure.commitment === commitment, `it is about another shard: ${disclosure.commitment}`),
    );
  if (key !== undefined)
    checks.push(check("key", disclosure.key === key, `it is about another work: ${disclosure.key}`));
  return checks;
}

function circuitChecks(
  { key, commitment, answer, circuitId, proof }: CircuitDisclosure,
  policy: DisclosurePolicy,
): Check[] {
  const [kind, pageSize, statement] =
    answer === "present"
      ? (["inclusion", 1, BigInt(`0x${key}`)] as const)
      : (["exclusion", ALONE, pageOf(key)] as const);
  const trusted = trustedKey(policy.circuits, { circuitId, kind, pageSize });
  const holds = trusted !== undefined && satisfiesPairing(trusted, [commitment, statement], proof);
  return [
    check("circuit", trusted !== undefined, `${circuitId} is not pinned for ${kind} of one key`),
    check("proof", holds, "the proof does not hold"),
  ];
}

function accumulatorChecks(disclosure: AccumulatorDisclosure, policy: DisclosurePolicy): Check[] {
  const { commitment, accumulator, powers } = disclosure;
  return [
    ...commitmentChecks(policy.circuits, { commitment, powers: powersId(powers.g1, powers.g2), accumulator }),
    check("proof", holds(disclosure), "the proof does not hold"),
  ];
}

function holds(disclosure: AccumulatorDisclosure): boolean {
  const { accumulator, powers } = disclosure;
  const key = BigInt(`0x${disclosure.key}`);
  if (disclosure.answer === "present") return isMember(accumulator, key, disclosure.witness, powers);
  return areDisjoint({ accumulator, list: accumulatorOfKey(key, powers), proof: disclosure.witness });
}

/** The digest of the page, without salt, that has only this key. */
export const pageOf = (key: string): bigint => digestOfEntries({ salt: 0n, entries: [key], pageSize: ALONE });
