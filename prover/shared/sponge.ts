/** ASCII tags that begin a chain (circuits/lib/sponge.circom). */
export const TAG = { page: asciiTag("disjoint/page/v1"), transcript: asciiTag("disjoint/open/v1") } as const;

/** Elements that a block of a chain takes in beside the digest so far. */
const RATE = 15;

/** What a chain begins with, so that no digest of one kind or length is one of another. */
export const chainStart = (tag: bigint, length: number): bigint => (tag << 32n) + BigInt(length);

/** The elements in blocks of 15, the last one filled with zeros. The digest is the last of h ← Poseidon(h, block). */
export const chainBlocks = (elements: readonly bigint[]): bigint[][] =>
  Array.from({ length: Math.ceil(elements.length / RATE) }, (_, i) => {
    const block = elements.slice(i * RATE, (i + 1) * RATE);
    return [...block, ...Array<bigint>(RATE - block.length).fill(0n)];
  });

function asciiTag(text: string): bigint {
  return [...text].reduce((tag, character) => (tag << 8n) | BigInt(character.charCodeAt(0)), 0n);
}
