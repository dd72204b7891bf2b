import { readdirSync, readFileSync } from "node:fs";
import { shinglesOf } from "../../prover/fingerprint/minhash.ts";
import { schemeOf } from "../../prover/fingerprint/scheme.ts";
import { random } from "./mutate.ts";

/** How often pairs of texts whose similarity lies in a tenth share a value of the scheme `minhash`. */
export type Tenth = { from: number; pairs: number; found: number };

/** Texts that people wrote: the manuals of the packages that this project stands on, those of 200 words and more. */
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

/**
 * The curve on real texts: each text against copies of it with some words replaced by words of the next text, in several
 * shares, and against other texts.
 */
export function curve(texts: readonly string[], seed = 1): Tenth[] {
  const next = random(seed);
  const tenths: Tenth[] = Array.from({ length: 10 }, (_, i) => ({ from: i / 10, pairs: 0, found: 0 }));
  const known = texts.map((text) => describe(text));
  for (const [i, text] of texts.entries()) {
    const other = texts[(i + 1) % texts.length]!.split(/\s+/);
    const replaced = [0.002, 0.005, 0.01, 0.015, 0.03, 0.05, 0.08, 0.12].map((share) =>
      describe(text.replace(/\S+/g, (word) => (next() < share ? other[Math.floor(next() * other.length)]! : word))),
    );
    const others = Array.from({ length: 10 }, () => known[Math.floor(next() * texts.length)]!);
    for (const candidate of [...replaced, ...others]) {
      const alike = similarity(known[i]!.shingles, candidate.shingles);
      if (alike === 1) continue;
      const tenth = tenths[Math.floor(alike * 10)]!;
      tenth.pairs++;
      if (candidate.values.some((value) => known[i]!.values.includes(value))) tenth.found++;
    }
  }
  return tenths;
}

function describe(text: string): { shingles: Set<number>; values: string[] } {
  const bytes = Buffer.from(text);
  const values = schemeOf("minhash")
    .values(bytes)
    .map((value) => Buffer.from(value).toString("hex"));
  return { shingles: shinglesOf(bytes), values };
}
