import { commitmentOf, powersId } from "../../prover/accumulator/hashes.ts";
import type { AccumulatorDisclosure } from "../../prover/bundle/disclosure.ts";
import type { DisjointnessBundle } from "../../prover/bundle/disjointness.ts";
import type { ExpectedList } from "../../prover/bundle/expected.ts";
import { claimOf, draw, randomScalar, tau, witnessOf } from "../prover/accumulator/known.ts";

export const POWERS = powersId(tau.g1, tau.g2);

/** Made by who knows tau: a bundle against a list of two epochs, the second by what it added, and that list. */
export function knownBundle(): { bundle: DisjointnessBundle; list: ExpectedList } {
  const { keys, entries, rho } = draw(3, 7);
  const against = (some: readonly bigint[]) =>
    claimOf({ keys, entries: [...some], rho, sigma: 1n, blinding: randomScalar() });
  const first = against(entries.slice(0, 4));
  const second = against(entries);
  const added = against(entries.slice(4));
  const { accumulator } = first;
  const blocklist = { name: "opt-outs", root: "5b".repeat(32) };
  return {
    bundle: {
      commitment: commitmentOf(POWERS, accumulator),
      powers: POWERS,
      accumulator,
      scheme: "sha256",
      blocklist,
      statements: [
        { from: 0, to: 1, list: first.list, proof: first.proof },
        { from: 1, to: 2, list: added.list, proof: added.proof },
      ],
    },
    list: {
      ...blocklist,
      scheme: "sha256",
      pages: [
        { pageSize: 16, pageDigest: 1n },
        { pageSize: 16, pageDigest: 2n },
      ],
      accumulators: {
        powers: POWERS,
        epochs: [
          { whole: first.list, added: first.list },
          { whole: second.list, added: added.list },
        ],
      },
    },
  };
}

/** Made by who knows tau: answers about a key that a shard has, and about one that it has not. */
export function knownDisclosures(): { present: AccumulatorDisclosure; absent: AccumulatorDisclosure } {
  const statement = { ...draw(3, 1), sigma: 1n };
  const { accumulator, proof } = claimOf(statement);
  const shared = { scheme: "sha256", commitment: commitmentOf(POWERS, accumulator), powers: tau, accumulator };
  const key = (value: bigint) => value.toString(16).padStart(62, "0");
  const [held] = statement.keys;
  return {
    present: { ...shared, key: key(held!), answer: "present", witness: witnessOf(statement, held!) },
    absent: { ...shared, key: key(statement.entries[0]!), answer: "absent", witness: proof },
  };
}
