import { createHash } from "node:crypto";

const LARGEST_CHUNK = 256 * 1024;
const SMALLEST_CHUNK = 32 * 1024;

type Node = { id: Buffer; end: number };

const hash = (...parts: readonly Uint8Array[]): Buffer => {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest();
};

/** A number as 32 bytes, big-endian. */
const note = (value: number): Buffer => Buffer.from(value.toString(16).padStart(64, "0"), "hex");

/**
 * Arweave's data root of a payload, in base64url as transactions have it: a Merkle tree over chunks and where they end
 * (ar_merkle.erl of github.com/ArweaveTeam/arweave).
 */
export function computeDataRoot(payload: Uint8Array): string {
  let nodes = chunksOf(payload).map(({ chunk, end }): Node => ({ id: hash(hash(hash(chunk)), hash(note(end))), end }));
  while (nodes.length > 1) {
    const above: Node[] = [];
    for (let i = 0; i < nodes.length; i += 2) {
      const left = nodes[i]!;
      const right = nodes[i + 1];
      above.push(
        right === undefined ? left : { id: hash(hash(left.id), hash(right.id), hash(note(left.end))), end: right.end },
      );
    }
    nodes = above;
  }
  return nodes[0]!.id.toString("base64url");
}

/** Chunks of 256 KiB. The last two share what is left if the last one would be too small; it may be empty. */
function chunksOf(payload: Uint8Array): { chunk: Uint8Array; end: number }[] {
  const chunks: { chunk: Uint8Array; end: number }[] = [];
  let at = 0;
  while (payload.length - at >= LARGEST_CHUNK) {
    const left = payload.length - at;
    const next = left - LARGEST_CHUNK;
    const size = next > 0 && next < SMALLEST_CHUNK ? Math.ceil(left / 2) : LARGEST_CHUNK;
    chunks.push({ chunk: payload.subarray(at, at + size), end: at + size });
    at += size;
  }
  return [...chunks, { chunk: payload.subarray(at), end: payload.length }];
}
