import { bn254 } from "@noble/curves/bn254.js";
import type { PageBundleJson } from "../../prover/bundle/document.ts";
import { proofToJson } from "../../prover/groth16/proof.ts";
import { BASE_ORDER, FIELD_ORDER } from "../../prover/shared/field.ts";
import { placesIn } from "./documents.ts";
import { simulatedId, simulatedProof } from "./evidence.ts";
import { OTHER_TRAPDOOR, times, timesG2 } from "./simulator.ts";

/** A way to change a bundle's document, and its encoding as bytes. `next`: a number in [0, 1). */
type Mutation = (bundle: PageBundleJson, next: () => number) => string | Uint8Array;

type Statement = PageBundleJson["statements"][number];

/** A point of the twist outside the subgroup: x = c0, the first whose cubic has a root. */
const OUTSIDE = (() => {
  const { Fp2 } = bn254.fields;
  for (let c0 = 1n; ; c0++) {
    const x = Fp2.create({ c0, c1: 0n });
    try {
      const y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), bn254.G2.Point.CURVE().b));
      if (!bn254.G2.Point.fromAffine({ x, y }).isTorsionFree())
        return [
          [c0, 0n],
          [y.c0, y.c1],
        ].map((c) => c.map(String));
    } catch {
      // no square: the next one
    }
  }
})();

const pick = <T>(some: readonly T[], next: () => number): T => some[Math.floor(next() * some.length)]!;
const plus = (text: string, by: bigint) => String(BigInt(text) + by);
const text = (value: unknown) => JSON.stringify(value);
const scalar = (next: () => number) => BigInt(1 + Math.floor(next() * 2 ** 40));

/** Changes one statement. */
const inStatement =
  (change: (statement: Statement, next: () => number, all: Statement[]) => void): Mutation =>
  (bundle, next) => {
    change(pick(bundle.statements, next), next, bundle.statements);
    return text(bundle);
  };

/** Changes one of a proof's eight coordinates. */
const inCoordinate = (change: (value: string) => string): Mutation =>
  inStatement(({ proof: { a, b, c } }, next) => {
    const pair = pick([a, b[0]!, b[1]!, c], next);
    const i = Math.floor(next() * 2);
    pair[i] = change(pair[i]!);
  });

const negate = (y: string) => String((BASE_ORDER - BigInt(y)) % BASE_ORDER);
const g1 = (by: bigint) => {
  const { x, y } = times(by).toAffine();
  return [String(x), String(y)];
};
const g2 = (by: bigint) => {
  const { x, y } = timesG2(by).toAffine();
  return [
    [String(x.c0), String(x.c1)],
    [String(y.c0), String(y.c1)],
  ];
};

/** One decimal of the document in another spelling. */
const spelt =
  (spelling: (decimal: string) => unknown): Mutation =>
  (bundle, next) => {
    const decimals = placesIn(bundle).filter(({ container, name }) => /^\d{2,}$/.test(String(container[name])));
    const { container, name } = pick(decimals, next);
    container[name] = spelling(String(container[name]));
    return text(bundle);
  };

/** Any field of the document. */
const inField =
  (change: (container: Record<string, unknown>, name: string) => void): Mutation =>
  (bundle, next) => {
    const { container, name } = pick(placesIn(bundle), next);
    change(container, name);
    return text(bundle);
  };

export const MUTATIONS: Record<string, Mutation> = {
  // good ones
  "as it is": text,
  "laid out otherwise": (bundle) => JSON.stringify(bundle, undefined, "\t"),
  "keys turned round": (bundle) => text(Object.fromEntries(Object.entries(bundle).reverse())),
  // fields
  "a field is missing": inField((container, name) =>
    Array.isArray(container) ? container.splice(Number(name), 1) : delete container[name],
  ),
  "a field more": inField((container, name) => Object.assign(container, { [`${name}x`]: 1 })),
  "a field is null": inField((container, name) => Object.assign(container, { [name]: null })),
  "a number for a text": inField((container, name) => Object.assign(container, { [name]: Number(container[name]) })),
  "another format": (bundle) => text({ ...bundle, format: "disjoint/bundle/v2" }),
  "another scheme": (bundle) => text({ ...bundle, scheme: "text" }),
  "another list's name": (bundle) => text({ ...bundle, blocklist: { ...bundle.blocklist, name: "other" } }),
  "another list's root": (bundle) => text({ ...bundle, blocklist: { ...bundle.blocklist, root: "0".repeat(64) } }),
  "another page": inStatement((statement, next) =>
    Object.assign(statement, { page: statement.page + pick([1, 7, 256], next) }),
  ),
  "another page size": inStatement((statement) => Object.assign(statement, { pageSize: 256 })),
  "another page digest": inStatement((statement) =>
    Object.assign(statement, { pageDigest: plus(statement.pageDigest, 1n) }),
  ),
  // coordinates
  "a coordinate moved": inCoordinate((value) => plus(value, 1n)),
  "a coordinate and the base field's order": inCoordinate((value) => plus(value, BASE_ORDER)),
  "a coordinate and 2^255": inCoordinate((value) => plus(value, 1n << 255n)),
  "a point negated": inStatement(({ proof }, next) => {
    const i = Math.floor(next() * 3);
    if (i === 1) proof.b[1] = proof.b[1]!.map(negate);
    else (i === 0 ? proof.a : proof.c)[1] = negate((i === 0 ? proof.a : proof.c)[1]!);
  }),
  "a point at infinity": inStatement(({ proof }, next) =>
    Object.assign(proof, pick([{ a: ["0", "0"] }, { c: ["0", "0"] }], next)),
  ),
  "another point of G1": inStatement(({ proof }, next) =>
    Object.assign(proof, pick([{ a: g1(scalar(next)) }, { c: g1(scalar(next)) }], next)),
  ),
  "another point of G2": inStatement(({ proof }, next) => Object.assign(proof, { b: g2(scalar(next)) })),
  "a point outside the subgroup": inStatement(({ proof }) => Object.assign(proof, { b: OUTSIDE })),
  "halves of Fp2 exchanged": inStatement(({ proof }) =>
    Object.assign(proof, { b: proof.b.map((half) => half.toReversed()) }),
  ),
  "A and C exchanged": inStatement(({ proof }) => Object.assign(proof, { a: proof.c, c: proof.a })),
  // signals
  "another commitment": (bundle, next) =>
    text({ ...bundle, commitment: plus(bundle.commitment, pick([1n, -1n], next)) }),
  "a commitment and the field's order": (bundle) =>
    text({ ...bundle, commitment: plus(bundle.commitment, FIELD_ORDER) }),
  "a digest and the field's order": inStatement((statement) =>
    Object.assign(statement, { pageDigest: plus(statement.pageDigest, FIELD_ORDER) }),
  ),
  "signals exchanged": (bundle) => {
    const [first] = bundle.statements as [Statement];
    [bundle.commitment, first.pageDigest] = [first.pageDigest, bundle.commitment];
    return text(bundle);
  },
  // keys
  "an unknown circuit": inStatement((statement) => Object.assign(statement, { circuitId: `0x${"1".repeat(64)}` })),
  "a circuit of another page size": inStatement((statement) =>
    Object.assign(statement, { circuitId: simulatedId(OTHER_TRAPDOOR) }),
  ),
  "a proof by that circuit's key": inStatement((statement, _, __) =>
    Object.assign(statement, { proof: otherProof(statement) }),
  ),
  // order
  "statements turned round": (bundle) => text({ ...bundle, statements: bundle.statements.toReversed() }),
  "a statement twice": (bundle) => text({ ...bundle, statements: [...bundle.statements, bundle.statements.at(-1)] }),
  "a statement less": (bundle) => text({ ...bundle, statements: bundle.statements.slice(1) }),
  "proofs exchanged": (bundle) => {
    const [first, second] = bundle.statements as [Statement, Statement];
    [first.proof, second.proof] = [second.proof, first.proof];
    return text(bundle);
  },
  // encodings
  "a leading zero": spelt((decimal) => `0${decimal}`),
  "a plus sign": spelt((decimal) => `+${decimal}`),
  hexadecimal: spelt((decimal) => `0x${BigInt(decimal).toString(16)}`),
  "a blank": spelt((decimal) => `${decimal} `),
  "an exponent": spelt((decimal) => `${decimal}e0`),
  "a byte order mark": (bundle) => `\uFEFF${text(bundle)}`,
  "something after it": (bundle) => `${text(bundle)}{}`,
  "a key twice": (bundle) => text(bundle).replace('"scheme":', '"scheme":"sha256","scheme":'),
  "cut off": (bundle, next) => text(bundle).slice(0, Math.floor(next() * text(bundle).length)),
  "no UTF-8": (bundle) => Buffer.concat([Buffer.from(text(bundle).slice(0, -1)), Buffer.from([0xff, 0x7d])]),
  "a bit flipped": (bundle, next) => {
    const bytes = Buffer.from(text(bundle));
    bytes[Math.floor(next() * bytes.length)]! ^= 1 << Math.floor(next() * 7);
    return bytes;
  },
};

const otherProof = ({ pageDigest }: Statement) =>
  proofToJson(simulatedProof(1234567n, BigInt(pageDigest), OTHER_TRAPDOOR));
