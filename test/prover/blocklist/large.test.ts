import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { folderWith } from "../../support/folder.ts";
import { FULL } from "../../support/full.ts";

/** Without an object for each, entries take far less than the limit; a tenth of them would exceed a tenth of it. */
const [ENTRIES, LIMIT_MIB] = FULL ? [2_000_000, 1024] : [20_000, 350];

describe("a large list", () => {
  it(`of ${ENTRIES} entries is built and read with less than ${LIMIT_MIB} MiB`, { timeout: 3_600_000 }, async () => {
    const folder = folderWith();
    const file = join(folder, "digests.txt");
    writeDigests(file);
    const child = join(import.meta.dirname, "../../support/listChild.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [child, file, join(folder, "list")]);
    const { entries, isSame, peakBytes } = JSON.parse(stdout);
    expect({ entries, isSame }).toEqual({ entries: ENTRIES, isSame: true });
    expect(peakBytes / 2 ** 20).toBeLessThan(LIMIT_MIB);
  });
});

function writeDigests(path: string): void {
  const file = openSync(path, "w");
  for (let first = 0; first < ENTRIES; first += 10_000) {
    const digests = Array.from({ length: 10_000 }, (_, i) =>
      createHash("sha256")
        .update(String(first + i))
        .digest("hex"),
    );
    writeSync(file, `${digests.join("\n")}\n`);
  }
  closeSync(file);
}
