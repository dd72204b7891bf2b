import type { CircuitKind } from "../shared/circuit.ts";

/** A circuit whose witnesses the kernel calculates. `nodes`: 1 where none are opened. */
export type WitnessCircuit = { kind: CircuitKind; entries: number; nodes: number };

/**
 * The circuits of circuits/main, by the SHA-256 of their compiled constraints (circuit.r1cs). Any other circuit, even
 * one with a known name, is not one of them: circom's calculator calculates its witnesses.
 */
const CIRCUITS: Readonly<Record<string, WitnessCircuit>> = {
  b72a70904170042bfd3b580829af851dad59ba5f76898a9fc70bcca44a59a6c4: { kind: "exclusion", entries: 16, nodes: 60 },
  "97355dd6a00907aa1e609c772a518fda204b69768f8701286aafd8e7cf4719d6": { kind: "exclusion", entries: 16, nodes: 138 },
  f137fb05196fe91f10f16d635b7f930fe5eb6e7e457ef89bbbe95c968db762af: { kind: "exclusion", entries: 256, nodes: 50 },
  ab974cc811bbfd1ec32c15b49e8046adba33b74b21b2164f8a5ae826ff0f1ba8: { kind: "exclusion", entries: 256, nodes: 365 },
  afb80180b1e83e4f81b2c0ceb71418acdfc17e79b97806f9500a3441b7def8ea: { kind: "exclusion", entries: 256, nodes: 582 },
  "39b2d82c96c08519706b252ab7a483448a1447d4307eeb801ad93f512f1d9dfd": { kind: "exclusion", entries: 256, nodes: 992 },
  "3fb77333f0691abeab7124f12cf68b736313d8167b0c015aea80eb51815e49ef": { kind: "inclusion", entries: 1, nodes: 1 },
  "018a7c48b06bd7b0148953b95bc6fedbd09c90c717a602720584cc9314357ebe": { kind: "listing", entries: 16, nodes: 1 },
  "3ae4bd4a70424aacd1d821f67d79f14533d03a0acafc48314066000c576b9ead": { kind: "listing", entries: 256, nodes: 1 },
};

/** @param r1cs SHA-256 of the compiled constraints, hexadecimal */
export const findWitnessCircuit = (r1cs: string): WitnessCircuit | undefined =>
  Object.hasOwn(CIRCUITS, r1cs) ? CIRCUITS[r1cs] : undefined;

/** An input signal: its name and the lengths of its arrays. */
export type InputSignal = { name: string; lengths: readonly number[] };

const THERMOMETER = { name: "thermometer", lengths: [48] };
const single = (name: string): InputSignal => ({ name, lengths: [] });
const array = (name: string, ...lengths: number[]): InputSignal => ({ name, lengths });

/** The input signals in the order in which the circuit declares them: circuits/lib has the same lists. */
export function inputSignals({ kind, entries, nodes }: WitnessCircuit): readonly InputSignal[] {
  switch (kind) {
    case "exclusion":
      return [
        ...["commitment", "pageDigest", "pageSalt"].map(single),
        array("routes", entries),
        array("rests", entries),
        single("salt"),
        THERMOMETER,
        array("slots", entries, 16),
        array("ids", nodes),
        array("children", nodes, 16),
        array("masks", nodes, 16),
      ];
    case "inclusion":
      return [...["commitment", "key", "salt"].map(single), THERMOMETER, array("slots", 16), array("children", 12, 16)];
    case "listing":
      return [
        ...["pageDigest", "key", "pageSalt"].map(single),
        array("routes", entries),
        array("rests", entries),
        array("weights", entries),
      ];
  }
}
