import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { folderWith } from "../../support/folder.ts";
import { FULL } from "../../support/full.ts";

/** What is known of each file is held while they are read: 943 MiB were measured for half a million. */
const [FILES, LIMIT_MIB] = FULL ? [500_000, 1024] : [300, 512];
/** What the commit may use beyond a process that has just begun, so that it collects garbage in time. */
const ROOM = (LIMIT_MIB - 128) * 2 ** 20;
const IN_A_FOLDER = 1_000;

describe("a folder of many files", () => {
  it(`is committed with less than ${LIMIT_MIB} MiB: ${FILES} of them`, { timeout: 3_600_000 }, async () => {
    const data = folderWith();
    for (let first = 0; first < FILES; first += IN_A_FOLDER) {
      const folder = join(data, String(first % 7), String(first));
      mkdirSync(folder, { recursive: true });
      for (let i = first; i < Math.min(first + IN_A_FOLDER, FILES); i++)
        writeFileSync(join(folder, `${i}.txt`), `work ${i}`);
    }
    const options = {
      sources: [{ path: data, format: "files" }],
      schemes: [{ scheme: "sha256" }],
      out: folderWith(),
      room: ROOM,
    };
    const child = join(import.meta.dirname, "../../support/commitChild.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify(options)]);
    const { code, peakBytes } = JSON.parse(stdout);
    expect(code).toBe("accepted");
    expect(peakBytes / 2 ** 20).toBeLessThan(LIMIT_MIB);
  });
});
