import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { toFeeds } from "../../registry/feed.ts";
import { openRegistry } from "../../registry/judge.ts";
import type { RegistrySnapshot } from "../../registry/snapshot.ts";
import { writeFileAtomic } from "../../shared/files.ts";

const FEED_NAME = /^0x[0-9a-f]{64}\.atom$/;

/**
 * Writes the Atom feeds into the folder `feeds` beside a snapshot. Feeds of what is no longer on the chain are removed.
 *
 * @returns the folder
 */
export async function writeFeeds(snapshot: RegistrySnapshot, file: string): Promise<string> {
  const folder = join(dirname(file), "feeds");
  const feeds = toFeeds(openRegistry(snapshot));
  await mkdir(folder, { recursive: true });
  for (const [name, text] of feeds) await writeFileAtomic(join(folder, name), text);
  for (const name of await readdir(folder)) if (FEED_NAME.test(name) && !feeds.has(name)) await rm(join(folder, name));
  return folder;
}
