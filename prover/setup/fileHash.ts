import type { BigIntStats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { SECRET_MODE, sha256File, writeFileAtomic } from "../shared/files.ts";
import { BUILD_FOLDER } from "../shared/root.ts";

/** Smaller files are hashed faster than their hash is looked up. */
const LARGE = 1n << 20n;

/** A file that changed so recently may change again within the same tick of the file system's clock. */
const SETTLED_NANOSECONDS = 2_000_000_000n;

/** `cache`: the folder of known hashes. `now`: milliseconds since 1970. */
type HashOptions = { cache?: string; now?: () => number };

/**
 * SHA-256 of a file that is hashed again and again, such as a key of a gigabyte: read once for as long as it stays the
 * same file. Its identity is device, inode, size, and the times of the last change of its content and of its inode. The
 * last of these is set by the system alone, so that no change of the file goes unnoticed, not even one that restores
 * the other times.
 */
export async function installedFileSha256(
  path: string,
  { cache = join(BUILD_FOLDER, "cache/sha256"), now = Date.now }: HashOptions = {},
): Promise<string> {
  const before = await stat(path, { bigint: true });
  if (before.size < LARGE) return sha256File(path);
  const known = join(cache, identityOf(before));
  const found = await readFile(known, "utf8").catch(() => "");
  if (/^[0-9a-f]{64}$/.test(found)) return found;
  const hash = await sha256File(path);
  const after = await stat(path, { bigint: true });
  const isSettled = BigInt(now()) * 1_000_000n - after.ctimeNs > SETTLED_NANOSECONDS;
  // Where nothing can be written, the file is hashed every time.
  if (identityOf(before) === identityOf(after) && isSettled)
    await writeFileAtomic(known, hash, SECRET_MODE).catch(() => {});
  return hash;
}

const identityOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, size, mtimeNs, ctimeNs].join("-");
