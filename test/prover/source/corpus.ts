import { gzipSync, zstdCompressSync } from "node:zlib";
import { skippableFrame, tarOf } from "../../support/formats.ts";
import { columnar } from "./corpusColumnar.ts";
import { tars } from "./corpusTar.ts";
import { warcs } from "./corpusWarc.ts";

/**
 * A file, the field that is read, and what every reader must make of it: the values of its rows, where a bad row shows
 * its code, or the code of the error over the file as a whole.
 */
export type Case = { name: string; bytes: Uint8Array; field?: string; verdict: string[] | string };

const utf8 = (text: string) => Buffer.from(text, "utf8");
const concat = (...parts: (Uint8Array | string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? utf8(part) : Uint8Array.from(part))));
const INVALID = [0xc3, 0x28];

const json: [string, string | Uint8Array, string[] | string][] = [
  ["plain", '{"t":"a"}\n{"t":"b"}\n', ["a", "b"]],
  ["no-last-line-feed", '{"t":"a"}\n{"t":"b"}', ["a", "b"]],
  ["carriage-returns", '{"t":"a"}\r\n{"t":"b"}\r\n', ["a", "b"]],
  ["lone-carriage-return", '{"t":"a"}\r{"t":"b"}\n', ["json/syntax"]],
  ["line-separator-inside", '{"t":"a\u2028b\u2029c"}\n', ["a\u2028b\u2029c"]],
  ["escapes", '{"t":"\\u0041\\n\\ud83d\\ude00"}\n', ["A\n\u{1f600}"]],
  ["nul-escape", '{"t":"\\u0000"}\n', ["\0"]],
  ["raw-nul", concat('{"t":"', [0], '"}\n'), ["json/syntax"]],
  ["invalid-utf8", concat('{"t":"', INVALID, '"}\n{"t":"b"}\n'), ["json/not-utf8", "b"]],
  ["overlong-utf8", concat('{"t":"', [0xc0, 0xaf], '"}\n'), ["json/not-utf8"]],
  ["utf8-surrogate", concat('{"t":"', [0xed, 0xa0, 0x80], '"}\n'), ["json/not-utf8"]],
  ["utf16", Buffer.from('\ufeff{"t":"a"}\n', "utf16le"), "source/utf16"],
  ["lone-surrogate", '{"t":"\\ud800"}\n{"t":"b"}\n', ["json/lone-surrogate", "b"]],
  ["reversed-surrogates", '{"t":"\\ude00\\ud83d"}\n', ["json/lone-surrogate"]],
  ["duplicate-key", '{"t":"a","t":"b"}\n', ["json/duplicate-key"]],
  ["duplicate-key-escaped", '{"t":"a","\\u0074":"b"}\n', ["json/duplicate-key"]],
  ["duplicate-key-deep", '{"t":"a","x":{"y":1,"y":2}}\n', ["json/duplicate-key"]],
  ["byte-order-mark", '\ufeff{"t":"a"}\n{"t":"b"}\n', ["a", "b"]],
  ["byte-order-mark-twice", '\ufeff\ufeff{"t":"a"}\n{"t":"b"}\n', ["json/byte-order-mark", "b"]],
  ["byte-order-mark-later", '{"t":"a"}\n\ufeff{"t":"b"}\n', ["a", "json/byte-order-mark"]],
  ["carriage-returns-alone", '{"t":"a"}\r{"t":"b"}\r', ["a", "b"]],
  ["carriage-returns-alone-no-last", '{"t":"a"}\r{"t":"b"}', ["a", "b"]],
  ["carriage-return-after-line-feed", '{"t":"a"}\n{"t":"b"}\r{"t":"c"}\n', ["a", "json/syntax"]],
  ["missing-field", '{"u":"a"}\n', ["source/missing-field"]],
  ["number", '{"t":1}\n', ["source/not-text"]],
  ["null", '{"t":null}\n', ["source/not-text"]],
  ["empty-line", '{"t":"a"}\n\n{"t":"b"}\n', ["a", "source/empty-line", "b"]],
  ["blank-line", '{"t":"a"}\n  \n', ["a", "json/syntax"]],
  ["two-on-a-line", '{"t":"a"}{"t":"b"}\n', ["json/syntax"]],
  ["cut-off", '{"t":"a"}\n{"t":"b', ["a", "json/syntax"]],
  ["comment", '// c\n{"t":"a"}\n', ["json/syntax", "a"]],
  ["not-a-number", '{"t":"a","n":NaN}\n', ["json/syntax"]],
  ["row-too-large", `{"t":"${"x".repeat(2_000_000)}"}\n{"t":"b"}\n`, ["source/row-too-large", "b"]],
  ["nested-too-deep", `{"t":"a","x":${"[".repeat(400)}${"]".repeat(400)}}\n`, ["json/too-deep"]],
  ["empty", "", []],
];

const arrays: [string, string | Uint8Array, string[] | string][] = [
  ["plain", ' [ {"t":"a"} ,\n{"t":"b,]}"} ] \n', ["a", "b,]}"]],
  ["empty-array", "[ ]", "source/no-records"],
  ["empty", "", "source/not-array"],
  ["object", ' {"t":"a"}\n', ["a"]],
  ["object-over-lines", '{\r\n  "x": [{}, "}"],\r\n  "t": "a"\r\n}\r\n', ["a"]],
  ["lines", '{"t":"a"}\n{"t":"b"}\r\n\n{"t":"c"}', ["a", "b", "c"]],
  ["objects-without-blanks", '{"t":"a\\"}{"}{"t":"b"}', ['a"}{', "b"]],
  ["objects-with-commas", '{"t":"a"},{"t":"b"}', "source/trailing-garbage"],
  ["object-then-array", '{"t":"a"}[{"t":"b"}]', "source/trailing-garbage"],
  ["object-then-brace", '{"t":"a"}}', "source/trailing-garbage"],
  ["object-cut-off", '{"t":"a"}\n{"t":"b"', "source/truncated"],
  ["object-in-string", '"{}"', "source/not-array"],
  ["number", "1", "source/not-array"],
  ["duplicate-key-in-object", '{"t":"a","t":"b"}{"t":"c"}', ["json/duplicate-key", "c"]],
  ["byte-order-mark", '\ufeff[{"t":"a"}]', ["a"]],
  ["byte-order-mark-object", '\ufeff{"t":"a"}', ["a"]],
  ["utf16", Buffer.from('\ufeff[{"t":"a"}]', "utf16le"), "source/utf16"],
  ["backslashes", '[{"t":"a\\\\"},{"t":"\\\\\\",b"}]', ["a\\", '\\",b']],
  ["cut-off", '[{"t":"a"},{"t":"b"', "source/truncated"],
  ["cut-off-after-comma", '[{"t":"a"},', "source/truncated"],
  ["last-comma", '[{"t":"a"},]', ["a", "source/empty-line"]],
  ["two-commas", '[{"t":"a"},,{"t":"b"}]', ["a", "source/empty-line", "b"]],
  ["garbage-after", '[{"t":"a"}] x', "source/trailing-garbage"],
  ["two-arrays", '[{"t":"a"}][{"t":"b"}]', "source/trailing-garbage"],
  ["duplicate-key", '[{"t":"a","t":"b"},{"t":"c"}]', ["json/duplicate-key", "c"]],
  ["unbalanced", '[{"t":"a"}}]', "source/truncated"],
  ["invalid-utf8", concat('[{"t":"', INVALID, '"}]'), ["json/not-utf8"]],
];

const csv: [string, string | Uint8Array, string[] | string][] = [
  ["plain", "i,t\r\n1,a\r\n2,b\r\n", ["a", "b"]],
  ["line-feeds", "i,t\n1,a\n2,b", ["a", "b"]],
  ["quoted", 'i,t\n1,"a ""q"", b\nc"\n', ['a "q", b\nc']],
  ["mixed-line-ends", "i,t\r\n1,a\n2,b\r\n", ["a", "b"]],
  ["lone-carriage-return-in-value", "i,t\n1,a\rb\n2,c\n", ["source/line-end", "c"]],
  ["lone-carriage-return-in-quotes", 'i,t\n1,"a\rb"\n', ["a\rb"]],
  ["lone-carriage-return-at-the-end", "i,t\n1,a\r", ["source/line-end"]],
  ["carriage-returns-alone", "i,t\r1,a\r2,b\r", ["a", "b"]],
  ["carriage-returns-alone-no-last", "i,t\r1,a\r2,b", ["a", "b"]],
  ["carriage-returns-alone-quoted", 'i,t\r1,"a\r\nb"\r2,c\r', ["a\r\nb", "c"]],
  ["carriage-returns-then-line-feed", "i,t\r1,a\n2,b\n", "source/bad-csv"],
  ["one-column-carriage-returns", "t\ra\rb\r", ["a", "b"]],
  ["one-column-mixed", "t\na\rb\nc\n", ["source/line-end", "c"]],
  ["stray-quote", 'i,t\n1,a "b\n2,c\n', ["source/stray-quote", "c"]],
  ["stray-quotes", 'i,t\n1,a "b" c\n2,"d"\n', ["source/stray-quote", "d"]],
  ["stray-quote-beside-quotes", 'i,u,t\n1,6","a\nb"\n2,x,c\n', ["source/stray-quote", "c"]],
  ["quoted-empty", 'i,t\n1,""\n2,""""\n', ["", '"']],
  ["quoted-at-the-end", 'i,t\n1,"a"', ["a"]],
  ["quote-not-closed-at-the-end", 'i,t\n1,"', "source/bad-csv"],
  ["header-not-utf8", concat("t,", INVALID, "\na,b\n"), "source/not-utf8"],
  ["header-stray-quote", 't,x"y\na,b\n', "source/bad-csv"],
  ["empty-value", "i,t\n1,\n", [""]],
  ["too-few-columns", "i,t\n1\n2,b\n", ["source/column-count", "b"]],
  ["too-many-columns", "i,t\n1,a,x\n", ["source/column-count"]],
  ["empty-line", "i,t\n1,a\n\n2,b\n", ["a", "source/column-count", "b"]],
  ["missing-column", "i,u\n1,a\n", "source/missing-column"],
  ["duplicate-column", "t,t\na,b\n", "source/duplicate-column"],
  ["byte-order-mark", "\ufefft,i\na,1\n", ["a"]],
  ["byte-order-mark-before-quotes", '\ufeff"t","i"\r\n"a","1"\r\n', ["a"]],
  ["byte-order-mark-alone", "\ufeff", "source/missing-column"],
  ["byte-order-mark-in-value", "i,t\n1,\ufeffa\n", ["\ufeffa"]],
  ["utf16", Buffer.from("\ufefft,i\na,1\n", "utf16le"), "source/not-utf8"],
  ["other-column-invalid-utf8", concat("t,i", INVALID, "\na,1\n"), "source/not-utf8"],
  ["carriage-return-line-feed-twice", "t,i\r\r\nfirst,1\r\r\n", "source/bad-csv"],
  ["stray-quote-before-comma", 'i,t\n1,a "b, c" d\n2,e\n', ["source/stray-quote", "e"]],
  ["header-without-end", "i,t", "source/no-records"],
  ["quote-not-closed", 'i,t\n1,"a\n2,b\n', "source/bad-csv"],
  ["text-after-quote", 'i,t\n1,"a"b\n', "source/bad-csv"],
  ["invalid-utf8", concat("i,t\n1,", INVALID, "\n2,b\n"), ["source/not-utf8", "b"]],
  ["empty", "", "source/missing-column"],
  ["header-only", "i,t\n", "source/no-records"],
];

const tsv: [string, string | Uint8Array, string[] | string][] = [
  ["plain", "i\tt\n1\ta\n", ["a"]],
  ["quotes-are-text", 'i\tt\n1\t"a"b\n', ['"a"b']],
  ["quoted-as-by-other-programs", 'i\tt\n1\t"a ""b"""\n2\ta ""b""\n', ['"a ""b"""', 'a ""b""']],
  ["escaped-as-by-databases", "i\tt\n1\ta\\nb \\N\n", ["a\\nb \\N"]],
  ["quoted-over-two-lines", 'i\tt\n1\t"a\n2\tb"\n3\tc\n', ["source/open-quote", 'b"', "c"]],
  ["all-quoted", '"i"\t"t"\n"1"\t"a"\n', ['"a"']],
  ["too-few-columns", "i\tt\n1\n", ["source/column-count"]],
  ["carriage-returns-alone", "i\tt\r1\ta\r", ["a"]],
  ["byte-order-mark", "\ufefft\ti\na\t1\n", ["a"]],
  ["header-invalid-utf8", concat("t\t", INVALID, "\na\t1\n"), "source/not-utf8"],
];

const lines: [string, string | Uint8Array, string[] | string][] = [
  ["plain", "a\nb", ["a", "b"]],
  ["empty-lines", "\na\n\n", ["", "a", ""]],
  ["carriage-returns", "a\r\nb\rc", ["a\r", "b\rc"]],
  ["separators", "a\u2028b\u0085c\fd\n", ["a\u2028b\u0085c\fd"]],
  ["invalid-utf8", concat("a\n", INVALID, "\nb\n"), ["a", "source/not-utf8", "b"]],
  ["byte-order-mark", "\ufeffa\n\ufeffb\n", ["a", "\ufeffb"]],
  ["byte-order-mark-alone", "\ufeff\n", [""]],
  ["carriage-returns-alone", "a\r\rb\r", ["a", "", "b"]],
  ["carriage-returns-alone-no-last", "a\rb", ["a", "b"]],
  ["utf16", Buffer.from("\ufeffa\nb\n", "utf16le"), "source/utf16"],
  ["row-too-large", `${"x".repeat(2_000_000)}\nb`, ["source/row-too-large", "b"]],
];

/** A frame of one raw block, whose header asks for a window of 2^(10 + exponent) bytes (RFC 8878, 3.1.1.1.2). */
const rawFrame = (exponent: number) =>
  concat([0x28, 0xb5, 0x2f, 0xfd, 0x00, exponent << 3], [(4 << 3) | 1, 0, 0], "a\nb\n");

function compressed(): Case[] {
  const gz = gzipSync("a\nb\n");
  const zst = zstdCompressSync("a\nb\n");
  const named = gzipSync("c\n");
  const flags = concat(
    named.subarray(0, 3),
    [0x1e],
    named.subarray(4, 10),
    [2, 0, 9, 9],
    "name\0comment\0",
    [0, 0],
    named.subarray(10),
  );
  const wrongCrc = Buffer.from(gz);
  wrongCrc.writeUInt32LE(7, gz.length - 8);
  const gzip: [string, Uint8Array, string[] | string][] = [
    ["one-member", gz, ["a", "b"]],
    ["two-members", concat(gz, gz), ["a", "b", "a", "b"]],
    ["padding-between", concat(gz, new Uint8Array(700), gz), ["a", "b", "a", "b"]],
    ["padding-after", concat(gz, new Uint8Array(3)), ["a", "b"]],
    ["all-header-fields", concat(gz, flags), ["a", "b", "c"]],
    ["empty-member", gzipSync(""), []],
    ["garbage-after", concat(gz, "garbage"), "source/trailing-garbage"],
    ["cut-in-deflate", gz.subarray(0, gz.length - 10), "source/truncated"],
    ["cut-in-trailer", gz.subarray(0, gz.length - 3), "source/truncated"],
    ["cut-in-second-header", concat(gz, gz.subarray(0, 5)), "source/truncated"],
    ["wrong-crc", wrongCrc, "source/bad-gzip"],
    ["bad-deflate", concat(gz.subarray(0, 10), [7, 255, 255], gz.subarray(13)), "source/bad-gzip"],
    ["not-gzip", utf8("a\nb\n"), "source/bad-gzip"],
    ["empty-file", utf8(""), "source/truncated"],
    ["bomb", gzipSync(new Uint8Array(100 << 20)), "source/bomb"],
  ];
  const zstd: [string, Uint8Array, string[] | string][] = [
    ["one-frame", zst, ["a", "b"]],
    ["two-frames", concat(zst, zst), ["a", "b", "a", "b"]],
    ["skippable-first", concat(skippableFrame("x"), zst), ["a", "b"]],
    ["skippable-between", concat(zst, skippableFrame(""), zst), ["a", "b", "a", "b"]],
    ["skippable-last", concat(zst, skippableFrame("yy")), ["a", "b"]],
    ["skippable-cut", concat(zst, skippableFrame("yyyy").subarray(0, -1)), "source/truncated"],
    ["empty-frame", zstdCompressSync(""), []],
    ["garbage-after", concat(zst, "garbage!"), "source/trailing-garbage"],
    ["short-garbage-after", concat(zst, "g"), "source/truncated"],
    ["window-of-2-gibibytes", rawFrame(21), ["a", "b"]],
    ["window-of-2-tebibytes", rawFrame(31), "source/bad-zstd"],
    ["cut", zst.subarray(0, -2), "source/truncated"],
    ["not-zstd", utf8("a\nb\nc\nd\n"), "source/bad-zstd"],
    ["empty-file", utf8(""), "source/truncated"],
    ["bomb", zstdCompressSync(new Uint8Array(100 << 20)), "source/bomb"],
  ];
  return [
    ...gzip.map(([name, bytes, verdict]) => ({ name: `gzip-${name}.txt.gz`, bytes, verdict })),
    ...zstd.map(([name, bytes, verdict]) => ({ name: `zstd-${name}.txt.zst`, bytes, verdict })),
  ];
}

async function archives(): Promise<Case[]> {
  const tar = await tarOf([
    { name: "a", content: "one" },
    { name: "b", content: "" },
  ]);
  const badChecksum = Buffer.from(tar);
  badChecksum[0] = 0x7a;
  const link = Buffer.from(tar.subarray(0, 512));
  link.write("1", 156);
  link.write("        ", 148);
  link.write(
    `${link
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  link.write("00000000000\0", 124);
  const sample = (...names: string[]) => tarOf(names.map((name) => ({ name, content: name })));
  return [
    { name: "plain.tar", bytes: tar, verdict: ["one", ""] },
    { name: "no-end-blocks.tar", bytes: tar.subarray(0, -1024), verdict: ["one", ""] },
    { name: "cut-in-content.tar", bytes: tar.subarray(0, 513), verdict: "source/truncated" },
    { name: "bad-checksum.tar", bytes: badChecksum, verdict: "source/bad-tar" },
    { name: "garbage-after.tar", bytes: concat(tar, "x".repeat(512)), verdict: "source/bad-tar" },
    { name: "empty.tar", bytes: utf8(""), verdict: "source/truncated" },
    {
      name: "samples.webdataset.tar",
      field: "txt",
      bytes: await sample("d/1.txt", "d/1.json", "d/2.json", "d/2.txt"),
      verdict: ["d/1.txt", "d/2.txt"],
    },
    {
      name: "missing.webdataset.tar",
      field: "txt",
      bytes: await sample("1.json", "2.txt"),
      verdict: ["source/missing-field", "2.txt"],
    },
    {
      name: "split.webdataset.tar",
      field: "txt",
      bytes: await sample("1.txt", "2.txt", "1.json"),
      verdict: "source/split-sample",
    },
    {
      name: "dots.webdataset.tar",
      field: "txt",
      bytes: await sample("./._1.txt", "./1.txt", "./.hidden", "./._2.txt", "./2.txt", "./README", "__meta__"),
      verdict: ["./1.txt", "./2.txt"],
    },
    { name: "only-dots.webdataset.tar", field: "txt", bytes: await sample("._1.txt"), verdict: "source/no-records" },
    {
      name: "upper-case.webdataset.tar",
      field: "txt",
      bytes: await sample("1.JPG", "1.TXT", "2.jpg", "2.txt"),
      verdict: ["1.TXT", "2.txt"],
    },
    {
      name: "upper-and-lower-case.webdataset.tar",
      field: "txt",
      bytes: await sample("1.TXT", "1.txt"),
      verdict: "source/duplicate-member",
    },
    {
      name: "field-in-json.webdataset.tar",
      field: "json.url",
      bytes: await tarOf([
        { name: "1.jpg", content: "x" },
        { name: "1.json", content: '{"url":"a"}' },
        { name: "2.JSON", content: '{"url":null}' },
        { name: "3.json", content: '{"url":' },
        { name: "4.json", content: "{}" },
        { name: "5.jpg", content: "x" },
        { name: "6.json.url", content: "file" },
      ]),
      verdict: ["a", "source/not-text", "json/syntax", "source/missing-field", "source/missing-field", "file"],
    },
    {
      name: "twice.webdataset.tar",
      field: "txt",
      bytes: await sample("1.txt", "1.txt"),
      verdict: "source/duplicate-member",
    },
  ];
}

/** The conformance corpus. */
export async function corpus(): Promise<Case[]> {
  const texts = [
    ...json.map((row) => ["jsonl", row] as const),
    ...arrays.map((row) => ["json", row] as const),
    ...csv.map((row) => ["csv", row] as const),
    ...tsv.map((row) => ["tsv", row] as const),
    ...lines.map((row) => ["txt", row] as const),
  ].map(([ending, [name, content, verdict]]) => ({
    name: `${name}.${ending}`,
    bytes: typeof content === "string" ? utf8(content) : content,
    ...(ending === "txt" ? {} : { field: "t" }),
    verdict,
  }));
  return [...texts, ...compressed(), ...(await archives()), ...tars(), ...warcs(), ...(await columnar())];
}
