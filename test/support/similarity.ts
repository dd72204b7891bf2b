import { readdirSync, readFileSync } from "node:fs";
import { shinglesOf } from "../../prover/fingerprint/minhash.ts";
import { findScheme } from "../../prover/fingerprint/schemes.ts";
import { random } from "./random.ts";

/** Width of a band of similarity. */
export const WIDTH = 0.05;

/** How often pairs of texts whose similarity lies in a band share a value of the scheme `minhash`. */
export type Band = { from: number; pairs: number; found: number };

/** Texts written by people: the manuals of this project's dependencies, those of 200 words and more. */
export function manuals(): string[] {
  const root = new URL("../../node_modules/", import.meta.url);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => /\.md$/i.test(path));
  const texts = new Set(paths.sort().map((path) => readFileSync(new URL(path, root), "utf8")));
  return [...texts].filter((text) => text.split(/\s+/).length >= 200);
}

/** Jaccard similarity of the shingles of two texts, the quantity that MinHash estimates. */
export function similarity(a: Set<number>, b: Set<number>): number {
  const common = a.intersection(b).size;
  return common / (a.size + b.size - common);
}

/** The curves of pairs that the corpus has itself, and of texts with edited copies of them. */
type Curves = { natural: Band[]; edited: Band[] };

/**
 * The curves on real texts: every pair of different texts, and each text against copies of it with some words
 * replaced by words of the next text, in several shares.
 */
export function curves(texts: readonly string[], seed = 1): Curves {
  const next = random(seed);
  const known = texts.map(describe);
  const natural = bands();
  for (const [i, text] of known.entries()) for (const other of known.slice(0, i)) count(natural, text, other);
  const edited = bands();
  for (const [i, text] of texts.entries()) {
    const words = texts[(i + 1) % texts.length]!.split(/\s+/);
    for (const share of [0.002, 0.005, 0.01, 0.015, 0.03, 0.05, 0.08, 0.12]) {
      const copy = text.replace(/\S+/g, (word) => (next() < share ? words[Math.floor(next() * words.length)]! : word));
      count(edited, known[i]!, describe(copy));
    }
  }
  return { natural, edited };
}

const bands = (): Band[] => Array.from({ length: 20 }, (_, i) => ({ from: i / 20, pairs: 0, found: 0 }));

/** Puts a pair in its band; equal texts are no near-duplicates. */
function count(list: Band[], a: Described, b: Described): void {
  const alike = similarity(a.shingles, b.shingles);
  if (alike === 1) return;
  const band = list[Math.floor(alike / WIDTH)]!;
  band.pairs++;
  if (b.values.some((value) => a.values.includes(value))) band.found++;
}

type Described = { shingles: Set<number>; values: string[] };

function describe(text: string): Described {
  const bytes = Buffer.from(text);
  const values = findScheme("minhash")
    .values(bytes)
    .map((value) => Buffer.from(value).toString("hex"));
  return { shingles: shinglesOf(bytes), values };
}

/** All pairs of the bands that lie in `from` to `to`. */
export function within(list: readonly Band[], from: number, to: number): Band {
  const chosen = list.filter((band) => band.from >= from && band.from < to);
  const sum = (count: "pairs" | "found") => chosen.reduce((all, band) => all + band[count], 0);
  return { from, pairs: sum("pairs"), found: sum("found") };
}
