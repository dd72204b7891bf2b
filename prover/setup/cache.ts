import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Fills `folder` once, and atomically: the work is done in a folder beside it that is renamed at the end, so a kill
 * leaves nothing incomplete. Of two processes at once the first to finish wins and the other uses its result.
 *
 * @returns whether this call made it
 */
export async function makeFolder(folder: string, fill: (temporary: string) => Promise<void>): Promise<boolean> {
  if (await exists(folder)) return false;
  await removeAbandoned(folder);
  const temporary = `${folder}.${process.pid}.${randomBytes(4).toString("hex")}.part`;
  await mkdir(temporary, { recursive: true });
  try {
    await fill(temporary);
    await rename(temporary, folder);
    return true;
  } catch (error) {
    if (await exists(folder)) return false;
    throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Removes what a killed process left while it was making `folder`. */
async function removeAbandoned(folder: string): Promise<void> {
  const parts = await readdir(dirname(folder)).catch(() => []);
  for (const part of parts) {
    const pid = part.startsWith(`${basename(folder)}.`) && part.match(/\.(\d+)\.[0-9a-f]{8}\.part$/)?.[1];
    if (pid && !isRunning(Number(pid))) await rm(join(dirname(folder), part), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
