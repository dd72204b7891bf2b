import type { Mutant } from "../mutant.ts";

/**
 * Changes that no operator makes: each yields an honest witness for every honest input, and a false one for another.
 */
const CHANGES: readonly { file: string; from: string; to: string }[] = [
  {
    file: "bits.circom",
    from: `signal inverse <-- left != right ? 1 / (left - right) : 0;
    differ <== (left - right) * inverse;`,
    to: `signal inverse <-- left != right ? 1 - (left - right) : 0;
    differ <== (left - right) + inverse;`,
  },
  { file: "exclusion.circom", from: "Poseidon(1)([gamma])", to: "Poseidon(1)([pageDigest])" },
  { file: "exclusion.circom", from: "Poseidon(1)([gamma])", to: "Poseidon(1)([commitment])" },
  { file: "exclusion.circom", from: "Poseidon(1)([gamma])", to: "Poseidon(1)([salt])" },
  { file: "exclusion.circom", from: "Chain(size, TRANSCRIPT_TAG())(transcript)", to: "Poseidon(1)([transcript[0]])" },
  { file: "exclusion.circom", from: "Chain(size, TRANSCRIPT_TAG())(transcript)", to: "Poseidon(1)([salt])" },
  { file: "exclusion.circom", from: "node[n].enabled);", to: "masks[n][0]);" },
  { file: "exclusion.circom", from: "bucketHashes[e], fresh[e]);", to: "bucketHashes[e], 1);" },
  { file: "exclusion.circom", from: "children[n][j], masks[n][j]);", to: "children[n][j], node[n].enabled);" },
  {
    file: "exclusion.circom",
    from: "= BucketWithout()(routes[e], rests[e], slots[e])",
    to: "= BucketWithout()(routes[0], rests[0], slots[e])",
  },
  { file: "node.circom", from: "_ <== range.bits;", to: "_ <== range.bits; // none" },
  { file: "node.circom", from: "range.value <== id;", to: "range.value <== 0;" },
  { file: "node.circom", from: "Differ()(packed, 0)", to: "Differ()(mask[0], 0)" },
  { file: "shape.circom", from: "kept[i] <== i < 4 ? bits[i] : bits[i] * thermometer[i];", to: "kept[i] <== bits[i];" },
  { file: "inclusion.circom", from: "key * inverse === 1;", to: "key * inverse === key * inverse;" },
  {
    file: "bucket.circom",
    from: "product[14] * inverse === 1;",
    to: "product[14] * inverse * (product[14] - 1) === 0;",
  },
  { file: "listing.circom", from: "total === 1;", to: "total * (total - 1) === 0;" },
  {
    file: "lookup.circom",
    from: "term * (gamma - id - folded) === weight;",
    to: "term * (gamma - id - folded) === weight * weight;",
  },
];

/** The semantic changes of a file. @throws when a change finds nothing to replace, because the circuits have changed */
export function semanticMutantsOf(file: string, source: string): Mutant[] {
  return CHANGES.filter((change) => change.file === file).map(({ from, to }) => {
    const offset = source.indexOf(from);
    if (offset < 0) throw new Error(`${file} has nothing like: ${from}`);
    const line = source.slice(0, offset).split("\n").length;
    return { file, source, offset, line, text: from, from, to };
  });
}
