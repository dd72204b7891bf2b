import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { type Band, curves, manuals, WIDTH, within } from "../../../test/support/similarity.ts";
import { type Section, table } from "../document.ts";
import { say } from "../measure.ts";

/** The recall and precision of `minhash`, by the true similarity of two texts. */
export async function benchSimilarity(): Promise<Section> {
  const texts = manuals();
  say(`similarity of ${texts.length} texts`);
  const { natural, edited } = curves(texts);
  const bands = findScheme("minhash").values(Buffer.from(texts[0]!)).length;
  const report = { texts: texts.length, bands, natural, edited };
  return { report, markdown: toMarkdown(texts, bands, natural, edited) };
}

function toMarkdown(texts: readonly string[], bands: number, natural: Band[], edited: Band[]): string {
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0);
  const rows = natural.map(({ from, pairs, found }, i) => {
    const copies = edited[i]!;
    const range = `${from.toFixed(2)} to ${(from + WIDTH).toFixed(2)}`;
    return [range, pairs, found, copies.pairs, copies.found, share(pairs + copies.pairs, found + copies.found)];
  });
  const all = [...natural, ...edited];
  const nearly = within(all, 0.9, 1);
  const unlike = within(all, 0, 0.5);
  const unlikeCopies = within(edited, 0, 0.5);
  return `## Near-duplicates

The scheme \`minhash\` (${bands} keys per text) on texts that people wrote: the ${texts.length} different manuals (\`*.md\`) of at least 200
words in \`node_modules\`, ${words} words in all. The pairs are all pairs of these texts, and each text with 8 copies in
which 0.2 to 12 % of the words are replaced by words of another text. A pair is found if the two texts share a key.
Similarity is the Jaccard index of the sets of shingles.

${table(["similarity", "pairs of texts", "found", "with copies", "found", "share found"], rows)}

Recall from 0.9 on: ${share(nearly.pairs, nearly.found)}. False positives below 0.5: ${share(unlike.pairs, unlike.found)} of all pairs,
${share(unlikeCopies.pairs, unlikeCopies.found)} of pairs with copies.`;
}

const share = (pairs: number, found: number): string =>
  pairs === 0 ? "–" : `${((100 * found) / pairs).toPrecision(3)} %`;
