import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** A folder with hardly any room. `env`: what a process needs to see it like that where none can be mounted. */
type FullDisk = { path: string; env: Record<string, string>; release(): void };

/** A file system of 64 KiB below a folder. Where none may be mounted, statfs reports a full disk instead. */
export async function fullDisk(folder: string): Promise<FullDisk> {
  const path = join(folder, "full");
  await mkdir(path);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", path], { stdio: "ignore" });
    return { path, env: {}, release: () => void execFileSync("umount", [path]) };
  } catch {
    const preload = join(PROJECT_ROOT, "test/support/noRoom.ts");
    return { path, env: { NODE_OPTIONS: `--import ${preload}` }, release: () => {} };
  }
}
