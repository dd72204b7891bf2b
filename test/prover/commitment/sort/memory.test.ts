import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { Memory, USUAL_PLAN } from "../../../../prover/commitment/sort/memory.ts";
import { sha256 } from "../../../../prover/shared/files.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";
import { FULL } from "../../../support/full.ts";

const MIB = 2 ** 20;
const child = fileURLToPath(new URL("../../../support/commitChild.ts", import.meta.url));

/** Commits in a process of its own that may use `room` bytes beside what it holds at the start. */
async function commit(data: string, room?: number, out = folderWith()) {
  writeFileSync(join(out, "salt"), "12345\n", { mode: 0o600 });
  const sources = [{ path: data, format: "auto" }];
  const options = { sources, schemes: [{ scheme: "sha256", field: "text" }], out, room };
  const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify(options)]);
  const files = readdirSync(out).filter((name) => name !== ".work");
  return {
    ...(JSON.parse(stdout) as { code: string; peakBytes: number; memoryBytes?: number }),
    files: files.sort().map((name) => [name, sha256(readFileSync(join(out, name)))]),
  };
}

/** Records of which all beyond some are equal, so that one partition is far larger than the others. */
const lines = (count: number, different: number) =>
  Array.from({ length: count }, (_, i) => `{"text":"record ${Math.min(i, different)}"}\n`).join("");

describe("a bound on memory", () => {
  it("is refused when no dataset fits it, and divided otherwise", async () => {
    expect(await codeOf(() => new Memory(process.memoryUsage.rss() + 100 * MIB, 2))).toBe("commitment/memory");
    const { plan } = new Memory(process.memoryUsage.rss() + 200 * MIB, 8);
    expect(plan.threads).toBe(1);
    expect(plan.sortBytes).toBeLessThan(USUAL_PLAN.sortBytes);
    expect(new Memory(undefined, 8).plan).toEqual({ threads: 8, ...USUAL_PLAN });
  });

  it("is respected, and does not change the output", { timeout: 900_000 }, async () => {
    const [rows, different, rooms] = FULL ? [3_000_000, 300_000, [180, 400]] : [300_000, 3000, [180]];
    const data = folderWith({ "a.jsonl": lines(rows, different), "b.jsonl": lines(1000, 1000) });
    const free = await commit(data);
    expect(free.code).toBe("accepted");
    for (const room of rooms) {
      const bounded = await commit(data, room * MIB);
      expect(bounded.code).toBe("accepted");
      expect(bounded.files).toEqual(free.files);
      expect(bounded.peakBytes).toBeLessThanOrEqual(bounded.memoryBytes!);
      const shown = [bounded.memoryBytes!, bounded.peakBytes, free.peakBytes].map((bytes) => Math.round(bytes / MIB));
      if (FULL) process.stderr.write(`bound, peak, peak without bound, in MiB: ${shown.join(", ")}\n`);
    }
  });

  it("ends a commit that exceeds it, and a further one with more memory resumes", async () => {
    const out = folderWith();
    const record = (letter: string) => `{"text":"${letter.repeat(50 * MIB)}"}\n`;
    const data = folderWith({ "a.jsonl": record("a") + record("b"), "b.jsonl": record("c") });
    expect((await commit(data, 160 * MIB, out)).code).toBe("commitment/memory");
    const resumed = await commit(data, undefined, out);
    expect(resumed.code).toBe("accepted");
    expect(resumed.files).toEqual((await commit(data)).files);
  });
});
