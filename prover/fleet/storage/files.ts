import { open } from "node:fs/promises";
import { SECRET_MODE } from "../../shared/files.ts";
import type { FleetKey } from "../key/key.ts";
import type { Blobs } from "./blobs.ts";

/** Files are stored in pieces, so that memory does not grow with them. */
const PIECE_BYTES = 8 << 20;

/** A stored file: the names of its sealed pieces. */
export type StoredFile = { label: string; pieces: string[] };

/** Stores a file. The label must be another one for files of another purpose. */
export const putFile = (blobs: Blobs, key: FleetKey, label: string, path: string): Promise<StoredFile> =>
  putPieces(blobs, key, label, piecesOf(path));

/** Stores pieces of a file, none of them empty. */
export async function putPieces(
  blobs: Blobs,
  key: FleetKey,
  label: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<StoredFile> {
  const pieces: string[] = [];
  for await (const piece of content) pieces.push(await blobs.put(key.seal(`${label}/${pieces.length}`, piece)));
  return { label, pieces };
}

/** Reads a file by pieces, into the same memory. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, Math.max(1, (await file.stat()).size)));
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length, null);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** The pieces of a stored file. @throws data `fleet/damaged` and those of `Blobs` */
export async function* getPieces(blobs: Blobs, key: FleetKey, { label, pieces }: StoredFile): AsyncGenerator<Buffer> {
  for (const [i, name] of pieces.entries()) yield key.open(`${label}/${i}`, await blobs.get(name));
}

/** Writes a stored file to a new one, for its owner only. @throws data `fleet/damaged` and those of `Blobs` */
export async function getFile(blobs: Blobs, key: FleetKey, stored: StoredFile, path: string): Promise<void> {
  const file = await open(path, "wx", SECRET_MODE);
  try {
    for await (const piece of getPieces(blobs, key, stored)) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

export async function removeFile(blobs: Blobs, { pieces }: StoredFile): Promise<void> {
  for (const name of pieces) await blobs.remove(name);
}
