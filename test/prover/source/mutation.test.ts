import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import type { Compression, Format } from "../../../prover/source/records/row.ts";
import { folderWith } from "../../support/folder.ts";
import { compress, ENDING, FIELD, filesOf } from "../../support/formats.ts";
import { FULL, SHORT } from "../../support/full.ts";
import { mutate } from "../../support/mutate.ts";
import { peakBytes } from "../../support/peakMemory.ts";
import { random } from "../../support/random.ts";
import { readAll } from "../../support/rows.ts";

/** Damaged files of each format and compression; more can be asked for in the environment. */
const COUNT = Number(process.env.DISJOINT_MUTATIONS ?? (FULL ? 10_000 : SHORT ? 75 : 150));

/** Processor time that no small file may cost; looked at in long runs, for a slow machine is no hang. */
const HANG_SECONDS = 3;

const TEXTS = Array.from({ length: 60 }, (_, i) => `record ${i % 40} é ${"x".repeat((i * 7) % 50)}`);
const formats = Object.keys(FIELD) as Exclude<Format, "files">[];
const compressions = Object.keys(ENDING) as Compression[];
const cases = formats.flatMap((format) => compressions.map((compression) => [format, compression] as const));

/** Open files of this process, where the system shows them. */
const openFiles = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0);

/** Resets the peak of resident memory, where the system can (proc(5), clear_refs). */
function resetPeak(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  if (existsSync("/proc/self/clear_refs")) writeFileSync("/proc/self/clear_refs", "5");
}

const secondsUsed = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

type Files = { plain: Record<Exclude<Format, "files">, Buffer>; all: Buffer[] };

/** The intact file of each format, and those files in each compression, in the order of `cases`. */
async function makeFiles(): Promise<Files> {
  const plain = await filesOf(TEXTS);
  return { plain, all: cases.map(([format, compression]) => compress(plain[format], compression)) };
}

/** Damaged as it lies on disk or, a third of what is compressed, before it was. */
function damaged({ plain, all }: Files, index: number, next: () => number): Buffer {
  const [format, compression] = cases[index]!;
  if (compression !== "none" && next() < 1 / 3)
    return compress(mutate(plain[format], next, Object.values(plain)), compression);
  return mutate(all[index]!, next, all);
}

describe("damaged files", () => {
  let made: Promise<Files> | undefined;

  it.each(cases.map((one, index) => [...one, index] as const))(
    "of %s, %s are read in full or end in a DisjointError",
    { timeout: 3_600_000 },
    async (format, compression, index) => {
      const files = await (made ??= makeFiles());
      const intact = files.all[index]!;
      const next = random(index);
      const path = join(folderWith(), `data.${format}${ENDING[compression]}`);
      const slowest = { mutation: 0, seconds: 0 };
      resetPeak();
      // Other files of tests were in this process before.
      const bytesBefore = process.memoryUsage.rss();
      const openBefore = openFiles();
      let refused = 0;
      for (let i = 0; i < COUNT; i++) {
        const bytes = damaged(files, index, next);
        writeFileSync(path, bytes);
        const begun = secondsUsed();
        try {
          const { rows, accounts } = await readAll(
            { path, format },
            { fields: [FIELD[format]], limits: { rowBytes: 1 << 16 } },
          );
          expect(accounts).toEqual([{ bytes: bytes.length, sha256: sha256(bytes), rows: rows.length }]);
          const isWhole = rows.map((row) => row.values?.[0]).join("\n") === TEXTS.join("\n");
          if (bytes.equals(intact)) expect(isWhole).toBe(true);
          else if (!isWhole) expect(accounts[0]!.sha256).not.toBe(sha256(intact));
        } catch (error) {
          if (!(error instanceof DisjointError))
            throw new Error(`mutation ${i}: ${(error as Error).stack}`, { cause: error });
          refused++;
        }
        const seconds = secondsUsed() - begun;
        if (seconds > slowest.seconds) Object.assign(slowest, { mutation: i, seconds });
      }
      if (compression !== "none") expect(refused).toBeGreaterThan(COUNT / 4);
      expect(openFiles()).toBeLessThanOrEqual(openBefore + 2);
      const grown = Math.round((peakBytes() - bytesBefore) / 2 ** 20);
      expect(grown).toBeLessThan(384);
      if (!FULL) return;
      process.stderr.write(
        `${format} ${compression}: ${refused} of ${COUNT} refused, slowest ${JSON.stringify(slowest)}, ${grown} MiB\n`,
      );
      expect(slowest.seconds).toBeLessThan(HANG_SECONDS);
    },
  );
});
