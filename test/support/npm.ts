import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeFolder } from "../../prover/setup/cache.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const run = promisify(execFile);

/**
 * The files of a published package whose dependencies are not wanted: downloaded once, and kept by content. Gives the
 * folder. `integrity` is its SHA-512, as npm writes it.
 */
export async function publishedFiles(nameAndVersion: string, integrity: string): Promise<string> {
  const digest = Buffer.from(integrity.replace("sha512-", ""), "base64");
  const folder = join(PROJECT_ROOT, "build/cache/npm", digest.toString("hex", 0, 32));
  await makeFolder(folder, async (temporary) => {
    const { stdout } = await run("npm", ["pack", "--silent", nameAndVersion], { cwd: temporary });
    const tarball = join(temporary, stdout.trim());
    const found = createHash("sha512")
      .update(await readFile(tarball))
      .digest();
    if (!found.equals(digest)) throw new Error(`${nameAndVersion} is not the package that was pinned`);
    await run("tar", ["xzf", tarball, "-C", temporary]);
  });
  return join(folder, "package");
}
