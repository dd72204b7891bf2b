import { bn254 } from "@noble/curves/bn254.js";
import { AbiCoder, keccak256 } from "ethers";
import { inverse, mod } from "../../prover/shared/field.ts";
import { type CircuitId, toCircuitId } from "../../prover/shared/ids.ts";

type G1 = typeof bn254.G1.Point.BASE;
type G2 = typeof bn254.G2.Point.BASE;

export const g1Words = (point: G1): bigint[] => {
  const { x, y } = point.toAffine();
  return [x, y];
};

/** EIP-197 order: c1 before c0. */
export const g2Words = (point: G2): bigint[] => {
  const { x, y } = point.toAffine();
  return [x.c1, x.c0, y.c1, y.c0];
};

export const times = (scalar: bigint): G1 => bn254.G1.Point.BASE.multiplyUnsafe(mod(scalar));
export const timesG2 = (scalar: bigint): G2 => bn254.G2.Point.BASE.multiplyUnsafe(mod(scalar));

/** Discrete logarithms of a Groth16 key for two signals: anyone who knows them can prove anything. */
export type Trapdoor = {
  alpha: bigint;
  beta: bigint;
  gamma: bigint;
  delta: bigint;
  ic: readonly [bigint, bigint, bigint];
};

export const TRAPDOOR: Trapdoor = { alpha: 11n, beta: 23n, gamma: 37n, delta: 41n, ic: [43n, 47n, 53n] };
export const OTHER_TRAPDOOR: Trapdoor = { alpha: 13n, beta: 29n, gamma: 31n, delta: 59n, ic: [61n, 67n, 71n] };

type Key = {
  alpha: bigint[];
  beta: bigint[];
  gamma: bigint[];
  delta: bigint[];
  ic: bigint[][];
};

export const keyOfTrapdoor = ({ alpha, beta, gamma, delta, ic }: Trapdoor): Key => ({
  alpha: g1Words(times(alpha)),
  beta: g2Words(timesG2(beta)),
  gamma: g2Words(timesG2(gamma)),
  delta: g2Words(timesG2(delta)),
  ic: ic.map((scalar) => g1Words(times(scalar))),
});

export const keyWords = ({ alpha, beta, gamma, delta, ic }: Key): bigint[] => [
  ...alpha,
  ...beta,
  ...gamma,
  ...delta,
  ...ic.flat(),
];

export const circuitIdOf = (key: Key): CircuitId =>
  toCircuitId(keccak256(AbiCoder.defaultAbiCoder().encode(["uint256[20]"], [keyWords(key)])));

const ids = new WeakMap<Trapdoor, CircuitId>();

/** The id of the circuit whose key has a trapdoor: computed once, because a thousand proofs may ask for it. */
export function circuitIdOfTrapdoor(trapdoor: Trapdoor): CircuitId {
  const id = ids.get(trapdoor) ?? circuitIdOf(keyOfTrapdoor(trapdoor));
  ids.set(trapdoor, id);
  return id;
}

const A: bigint = 101n;
const B: bigint = 103n;
const FACTORS = [...g1Words(times(A)), ...g2Words(timesG2(B))];

/** C such that A·B = alpha·beta + L·gamma + C·delta in the exponents. */
function proofScalars(trapdoor: Trapdoor, signals: readonly [bigint, bigint], a = A, b = B) {
  const { alpha, beta, gamma, delta, ic } = trapdoor;
  const l = ic[0] + signals[0] * ic[1] + signals[1] * ic[2];
  return { a, b, c: mod((a * b - alpha * beta - l * gamma) * inverse(delta)) };
}

/** A valid proof of any two signals, as the contract takes it; `a` and `b` choose which one. */
export function simulate(trapdoor: Trapdoor, signals: readonly [bigint, bigint], a?: bigint, b?: bigint): bigint[] {
  const scalars = proofScalars(trapdoor, signals, a, b);
  const factors =
    a === undefined && b === undefined ? FACTORS : [...g1Words(times(scalars.a)), ...g2Words(timesG2(scalars.b))];
  return [...factors, ...g1Words(times(scalars.c))];
}

/** Other proofs of the same statement, made from a proof without the trapdoor. */
export function malleate(trapdoor: Trapdoor, signals: readonly [bigint, bigint]): Record<string, bigint[]> {
  const { a, b, c } = proofScalars(trapdoor, signals);
  const words = (x: bigint, y: bigint, z: bigint) => [
    ...g1Words(times(x)),
    ...g2Words(timesG2(y)),
    ...g1Words(times(z)),
  ];
  const s = 7n;
  return {
    "both factors negated": words(-a, -b, c),
    "one factor scaled, the other divided": words(a * s, b * inverse(s), c),
    "delta added to B, A to C": words(a, b + s * trapdoor.delta, c + s * a),
  };
}
