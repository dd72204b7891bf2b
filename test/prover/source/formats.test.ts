import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { Binary, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../../prover/shared/files.ts";
import { formatNamed, readingOf } from "../../../prover/source/records/format.ts";
import type { Compression, Format, Limits } from "../../../prover/source/records/row.ts";
import { codeOf, errorOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { compress, copyTo, ENDING, FIELD, filesOf, parquetOf, skippableFrame } from "../../support/formats.ts";
import { readAll } from "../../support/rows.ts";

const TEXTS = [
  "",
  "plain",
  "é ü 漢字 \u{1f600}",
  'say "so"',
  "comma, semicolon; {}[]",
  " blanks ",
  "line\u2028separator",
  "\ufeffmark",
  ...Array.from({ length: 3000 }, (_, i) => `record ${i} ${"x".repeat(i % 90)}`),
  "a".repeat(200_000),
];

async function read(bytes: Uint8Array, name: string, format: Format, field?: string) {
  const path = join(folderWith({ [name]: bytes }), name);
  return readAll({ path, format }, { fields: [field] });
}
const valuesOf = async (...args: Parameters<typeof read>) =>
  (await read(...args)).rows.map((row) => row.bad ?? row.values?.[0]);

describe("every format and compression", () => {
  let files: Awaited<ReturnType<typeof filesOf>> | undefined;

  const formats = Object.keys(FIELD) as Exclude<Format, "files">[];
  const cases = formats.flatMap((format) =>
    (Object.keys(ENDING) as Compression[]).map((compression) => [format, compression] as const),
  );
  it.each(cases)("%s, %s: gives the same records", async (format, compression) => {
    files ??= await filesOf(TEXTS);
    const bytes = compress(files[format], compression);
    const { rows, accounts } = await read(bytes, `data.${format}${ENDING[compression]}`, format, FIELD[format]);
    expect(rows.map(({ row }) => row)).toEqual(TEXTS.map((_, i) => i + 1));
    expect(rows.map((row) => row.bad ?? row.values?.[0])).toEqual(TEXTS);
    expect(accounts).toEqual([{ bytes: bytes.length, sha256: sha256(bytes), rows: TEXTS.length }]);
  });
});

describe("the name of a file", () => {
  it.each([
    ["a.jsonl", "jsonl", "none"],
    ["a.b.NDJSON.GZ", "jsonl", "gzip"],
    ["dir.tar/a.json.zst", "json", "zstd"],
    ["a.txt", "lines", "none"],
    ["a.tgz", "tar", "gzip"],
    ["a.tar.gz", "tar", "gzip"],
    ["a.feather", "arrow", "none"],
    ["a.pdf", "files", "none"],
    ["a.pdf.gz", "files", "none"],
    ["README", "files", "none"],
    [".gz", "files", "none"],
  ])("%s is read as %s, %s", (name, format, compression) => {
    expect(readingOf(name)).toEqual({ format, compression });
  });

  it("does not overrule a format that is given", async () => {
    expect(readingOf("a.csv.gz", "files")).toEqual({ format: "files", compression: "none" });
    expect(readingOf("a.gz", "lines")).toEqual({ format: "lines", compression: "gzip" });
    expect(formatNamed("parquet")).toBe("parquet");
    expect(await codeOf(() => formatNamed("toString"))).toBe("source/unknown-format");
  });
});

describe("compressed files", () => {
  const lines = Array.from({ length: 500 }, (_, i) => `line ${i}`);
  const pieces = fc.array(fc.tuple(fc.constantFrom("member", "padding", "empty"), fc.nat(40)), { minLength: 1 });

  it("in gzip are read over all members and padding, however they are split", async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (plan) => {
        const parts = plan.map(([kind, n]) =>
          kind === "padding" ? Buffer.alloc(n) : gzipSync(kind === "empty" ? "" : `${lines[n]}\n`),
        );
        const bytes = Buffer.concat([gzipSync("first\n"), ...parts]);
        const expected = ["first", ...plan.flatMap(([kind, n]) => (kind === "member" ? [lines[n]] : []))];
        expect(await valuesOf(bytes, "a.txt.gz", "lines")).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it("in zstd are read over all frames, skippable ones apart", async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (plan) => {
        const parts = plan.map(([kind, n]) =>
          kind === "padding"
            ? skippableFrame("x".repeat(n))
            : zstdCompressSync(kind === "empty" ? "" : `${lines[n]}\n`),
        );
        const expected = plan.flatMap(([kind, n]) => (kind === "member" ? [lines[n]] : []));
        expect(await valuesOf(Buffer.concat(parts), "a.txt.zst", "lines")).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it("of the usual tools are read, with long windows, checksums, names and comments", async () => {
    const text = `${lines.join("\n").repeat(2000)}\n`;
    const folder = folderWith({ "a.txt": text });
    const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, stdio: "ignore" });
    run("zstd", "-q", "--long=27", "--ultra", "-19", "a.txt", "-o", "long.txt.zst");
    run("zstd", "-q", "--no-check", "-1", "a.txt", "-o", "fast.txt.zst");
    run("pzstd", "-q", "-p", "4", "a.txt", "-o", "parallel.txt.zst");
    run("gzip", "-k", "-9", "a.txt");
    for (const name of ["long.txt.zst", "fast.txt.zst", "parallel.txt.zst", "a.txt.gz"]) {
      const values = await valuesOf(readFileSync(join(folder, name)), name, "lines");
      expect(sha256(`${values.join("\n")}\n`)).toBe(sha256(text));
    }
  });
});

describe("parquet", () => {
  const texts = Array.from({ length: 5000 }, (_, i) => (i % 7 === 0 ? null : `row ${i % 900} é`));
  const expected = texts.map((text) => text ?? "source/not-text");

  it.each([
    "",
    ", COMPRESSION uncompressed",
    ", COMPRESSION gzip",
    ", COMPRESSION zstd",
    ", COMPRESSION brotli",
    ", COMPRESSION lz4_raw",
    ", PARQUET_VERSION v2",
    ", ROW_GROUP_SIZE 2048",
    ", DICTIONARY_SIZE_LIMIT 1",
    ", PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1, COMPRESSION zstd",
  ])("written by DuckDB with %j", async (options) => {
    expect(await valuesOf(await parquetOf(texts, options), "a.parquet", "parquet", "text")).toEqual(expected);
  });
});

describe("paths into nested columns that DuckDB writes", () => {
  const CHATS = `SELECT [{'from': 'human', 'value': 'a' || i}, {'from': 'gpt', 'value': NULL}, {'from': 'human', 'value': 'c'}] AS chat,
    {'url': {'host': 'h' || i}} AS meta, MAP {'k': 'v' || i} AS tags, 'flat' AS "meta.url.host" FROM range(5000) t(i)`;

  it.each(["v1", "v2"])("of lists, structures and maps: %s", async (version) => {
    const path = join(folderWith(), "a.parquet");
    await copyTo(path, `(${CHATS})`, `FORMAT parquet, PARQUET_VERSION ${version}`);
    const read = async (field: string) =>
      (await readAll({ path }, { fields: [field] })).rows.map(({ values }) => values);
    const rows = Array.from({ length: 5000 }, (_, i) => i);
    expect(await read("chat[].value")).toEqual(rows.map((i) => [`a${i}`, "source/not-text", "c"]));
    expect(await read("tags[].value")).toEqual(rows.map((i) => [`v${i}`]));
    // A column of just that name goes before what a path leads to.
    expect(await read("meta.url.host")).toEqual(rows.map(() => ["flat"]));
    const error = await errorOf(async () => read("chat"));
    expect(error.message).toContain(
      "its columns are chat[].from, chat[].value, tags[].key, tags[].value, meta.url.host",
    );
  });
});

describe("arrow", () => {
  it("as file and as stream, with dictionaries, nulls and bytes", async () => {
    const texts = ["a", null, "é", "a"];
    const columns = {
      dictionary: vectorFromArray(texts),
      text: vectorFromArray(texts, new Utf8()),
      bytes: vectorFromArray(
        texts.map((text) => text && Buffer.from(text)),
        new Binary(),
      ),
    };
    for (const kind of ["file", "stream"] as const)
      for (const field of Object.keys(columns)) {
        const bytes = tableToIPC(new Table(columns), kind);
        expect(await valuesOf(bytes, "a.arrow", "arrow", field)).toEqual(["a", "source/not-text", "é", "a"]);
      }
  });
});

describe("tar", () => {
  it("of the usual tool, with folders, long names and pax headers", async () => {
    const folder = folderWith();
    const long = join(...Array(12).fill("long-folder-name"));
    mkdirSync(join(folder, "data", long), { recursive: true });
    writeFileSync(join(folder, "data", long, "a.txt"), "one");
    writeFileSync(join(folder, "data", "ü.txt"), "two");
    for (const format of ["ustar", "gnu", "pax"]) {
      const path = join(folder, `${format}.tar`);
      const names = format === "ustar" ? ["data/ü.txt"] : ["data"];
      execFileSync("tar", ["--sort=name", `--format=${format}`, "-cf", path, ...names], { cwd: folder });
      const values = (await readAll({ path })).rows.map((row) => row.bad ?? row.values?.[0]);
      expect(values).toEqual(format === "ustar" ? ["two"] : ["one", "two"]);
    }
  });
});

describe("the bounds on what a compressed file expands to", () => {
  const act = (bytes: Uint8Array, name: string, limits: Partial<Limits>) => async () => {
    const path = join(folderWith({ [name]: bytes }), name);
    const { accounts } = await readAll({ path, format: "lines" }, { limits });
    expect(accounts[0]!.rows).toBe(1);
  };
  const zeros = new Uint8Array(80 << 20);

  it.each([
    ["a.gz", gzipSync],
    ["a.zst", zstdCompressSync],
  ] as const)("are a number of bytes and a quotient: %s", { timeout: 120_000 }, async (name, compressWith) => {
    const rowBytes = 100 << 20;
    const noise = compressWith(randomBytes(2 << 20).map((byte) => byte | 0x80));
    expect(await codeOf(act(noise, name, { rowBytes, expandedBytes: 1 << 20 }))).toBe("source/bomb");
    const small = compressWith(zeros.subarray(0, 60 << 20));
    expect(await codeOf(act(small, name, { rowBytes, ratio: 10 }))).toBe("accepted");
    const bomb = compressWith(zeros);
    expect(await codeOf(act(bomb, name, { rowBytes, ratio: 10 }))).toBe("source/bomb");
    expect(await codeOf(act(bomb, name, { rowBytes, ratio: 1e6 }))).toBe("accepted");
    expect(await codeOf(act(bomb, name, { rowBytes, ratio: 1e6, expandedBytes: 70 << 20 }))).toBe("source/bomb");
  });
});
