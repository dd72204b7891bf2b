import { open } from "node:fs/promises";
import { SECRET_MODE } from "../../shared/files.ts";
import type { FleetKey } from "../key/key.ts";
import type { Blobs } from "./blobs.ts";

/** Files are stored in pieces, so that memory does not grow with them. */
const PIECE_BYTES = 32 << 20;

/** A stored file: the names of its sealed pieces. */
export type StoredFile = { label: string; pieces: string[] };

/** Stores a file. The label must be another one for files of another purpose. */
export async function putFile(blobs: Blobs, key: FleetKey, label: string, path: string): Promise<StoredFile> {
  const pieces: string[] = [];
  const file = await open(path);
  try {
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, Math.max(1, (await file.stat()).size)));
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length, null);
      if (bytesRead === 0) return { label, pieces };
      pieces.push(await blobs.put(key.seal(`${label}/${pieces.length}`, piece.subarray(0, bytesRead))));
    }
  } finally {
    await file.close();
  }
}

/** Writes a stored file to a new one, for its owner only. @throws data `fleet/damaged` and those of `Blobs` */
export async function getFile(blobs: Blobs, key: FleetKey, { label, pieces }: StoredFile, path: string): Promise<void> {
  const file = await open(path, "wx", SECRET_MODE);
  try {
    for (const [i, name] of pieces.entries()) await file.writeFile(key.open(`${label}/${i}`, await blobs.get(name)));
  } finally {
    await file.close();
  }
}
