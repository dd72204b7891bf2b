/** Domain tags of chains, in ASCII (circuits/lib/sponge.circom). */
export const TAG = { page: asciiTag("disjoint/page/v1"), transcript: asciiTag("disjoint/open/v1") } as const;

/** How many elements a chain absorbs a block, beside the digest so far. */
export const RATE = 15;

/** The initial digest of a chain: tag and length, so that chains of different kinds or lengths never collide. */
export const chainStart = (tag: bigint, length: number): bigint => (tag << 32n) + BigInt(length);

/** The elements in blocks of 15, the last padded with zeros. The digest is the last of h ← Poseidon(h, block). */
export const chainBlocks = (elements: readonly bigint[]): bigint[][] =>
  Array.from({ length: Math.ceil(elements.length / RATE) }, (_, i) => {
    const block = elements.slice(i * RATE, (i + 1) * RATE);
    return [...block, ...Array<bigint>(RATE - block.length).fill(0n)];
  });

function asciiTag(text: string): bigint {
  return [...text].reduce((tag, character) => (tag << 8n) | BigInt(character.charCodeAt(0)), 0n);
}
