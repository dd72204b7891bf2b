import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import type { Compression, Format } from "../../../prover/source/row.ts";
import { folderWith } from "../../support/folder.ts";
import { compress, ENDING, FIELD, filesOf } from "../../support/formats.ts";
import { mutate, random } from "../../support/mutate.ts";
import { readAll } from "../../support/rows.ts";

/** Damaged files of each format and compression; more can be asked for in the environment. */
const COUNT = Number(process.env.DISJOINT_MUTATIONS ?? 150);

const TEXTS = Array.from({ length: 60 }, (_, i) => `record ${i % 40} é ${"x".repeat((i * 7) % 50)}`);
const formats = Object.keys(FIELD) as Exclude<Format, "file">[];
const cases = formats.flatMap((format) =>
  (Object.keys(ENDING) as Compression[]).map((compression) => [format, compression] as const),
);

describe("damaged files", () => {
  it.each(cases)(
    "of %s, %s are read in full or end in an error of ours",
    { timeout: 3_600_000 },
    async (format, compression) => {
      const intact = compress((await filesOf(TEXTS))[format], compression);
      const next = random(cases.findIndex((one) => one[0] === format && one[1] === compression));
      const name = `data.${format}${ENDING[compression]}`;
      const path = join(folderWith(), name);
      let refused = 0;
      for (let i = 0; i < COUNT; i++) {
        const bytes = mutate(intact, next);
        writeFileSync(path, bytes);
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
      }
      if (compression !== "none") expect(refused).toBeGreaterThan(COUNT / 2);
      expect(process.memoryUsage().rss).toBeLessThan(512 << 20);
    },
  );
});
