import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importHashes, importLines } from "../../../prover/blocklist/import.ts";
import { importCsv } from "../../../prover/blocklist/importCsv.ts";
import { keyOf, keyToHex } from "../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { codeOf } from "../../support/errors.ts";

const digest = createHash("sha256").update("hello\n").digest();
const hex = digest.toString("hex");
const key = keyToHex(keyOf("sha256", digest));
const sha256 = findScheme("sha256");
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
const read = (list: string | Uint8Array, scheme = sha256) => importHashes(Buffer.from(list), scheme, "list");

const TABLE = [
  "",
  "Algorithm       Hash                                                                   Path",
  "---------       ----                                                                   ----",
  `SHA256          ${hex.toUpperCase()}       C:\\works\\a b.txt`,
  "",
];
const LIST = ["", "Algorithm : SHA256", `Hash      : ${hex.toUpperCase()}`, "Path      : C:\\works\\a b.txt", ""];

describe("a digest as a tool writes it is one entry, labelled with the name", () => {
  it.each<[string, string | Uint8Array, string]>([
    ["sha256sum", `${hex}  a.txt\n`, "a.txt"],
    ["sha256sum --binary", `${hex} *a.txt\n`, "a.txt"],
    ["sha256sum of a name with a backslash", `\\${hex}  a\\\\b.txt\n`, "a\\b.txt"],
    ["sha256sum of a name with line ends", `\\${hex} *a\\nb\\rc\\\\n.txt\n`, "a\nb\rc\\n.txt"],
    ["sha256sum --tag", `SHA256 (a.txt) = ${hex}\n`, "a.txt"],
    ["sha256sum --tag of an escaped name", `\\SHA256 (a\\nb.txt) = ${hex}\n`, "a\nb.txt"],
    ["BSD, with brackets in the name", `SHA256 (a (1) = b.txt) = ${hex}\n`, "a (1) = b.txt"],
    ["OpenSSL 3", `SHA2-256(a.txt)= ${hex}\n`, "a.txt"],
    ["OpenSSL 1", `SHA256(a.txt)= ${hex}\n`, "a.txt"],
    ["OpenSSL, from a pipe", `(stdin)= ${hex}\n`, "stdin"],
    ["OpenSSL -c", `SHA2-256(a.txt)= ${hex.match(/../g)!.join(":")}\n`, "a.txt"],
    ["OCI", `sha256:${hex}\n`, ""],
    ["OCI, with an image", `registry.example/a/b@sha256:${hex}\n`, "registry.example/a/b"],
    ["subresource integrity", `sha256-${digest.toString("base64")}\n`, ""],
    ["subresource integrity, with options", `sha256-${digest.toString("base64")}?ct=text a.js\n`, "a.js"],
    ["PowerShell's table", utf16(TABLE.join("\r\n")), "C:\\works\\a b.txt"],
    ["PowerShell's table, in UTF-8", TABLE.join("\r\n"), "C:\\works\\a b.txt"],
    ["PowerShell's list", utf16(LIST.join("\r\n")), "C:\\works\\a b.txt"],
    ["PowerShell's hash alone", utf16(`${hex}\r\n`), ""],
    ["UTF-16, big-endian", utf16(`${hex}  a.txt\n`).swap16(), "a.txt"],
    ["UTF-8 with a byte order mark", `\ufeff${hex}  a.txt\r\n`, "a.txt"],
    ["CR alone", `# list\r${hex}  a.txt\r`, "a.txt"],
  ])("%s", (_, list, label) => expect(read(list)).toEqual([{ key, label }]));

  it("also as CSV of PowerShell", () => {
    const type = "#TYPE Microsoft.PowerShell.Commands.FileHashInfo";
    const csv = [type, '"Algorithm","Hash","Path"', `"SHA256","${hex}","C:\\a.txt"`, ""].join("\r\n");
    expect(importCsv(Buffer.from(csv), sha256, "list")).toEqual([{ key, label: "C:\\a.txt" }]);
    const other = csv.replace('"SHA256"', '"SHA512"');
    expect(() => importCsv(Buffer.from(other), sha256, "list")).toThrow(/line 2: .*digest of SHA512/);
    expect(importCsv(utf16(csv), sha256, "list")).toHaveLength(1);
    expect(importCsv(Buffer.from(`hash,label\r${hex},a\r`), sha256, "list")).toEqual([{ key, label: "a" }]);
  });
});

describe("a digest of another algorithm is refused by its name", () => {
  it.each([
    [`SHA512 (a.txt) = ${"0".repeat(128)}`, "SHA512"],
    [`SHA3-256 (a.txt) = ${hex}`, "SHA3-256"],
    [`BLAKE2b-256 (a.txt) = ${hex}`, "BLAKE2b-256"],
    [`SHA2-512/256(a.txt)= ${hex}`, "SHA2-512/256"],
    [`HMAC-SHA2-256(a.txt)= ${hex}`, "HMAC-SHA2-256"],
    [`sha384-${"A".repeat(64)}`, "sha384"],
    [`sha512:${"0".repeat(128)}`, "sha512"],
    [`MD5             ${"0".repeat(32)}       C:\\a.txt`, "MD5"],
    [`${"0".repeat(40)}  a.txt`, "sha1"],
    [`${"0".repeat(32)} *a.txt`, "md5"],
  ])("%s", (line, name) => {
    expect(() => read(`${hex}  good.txt\n${line}\n`)).toThrow(new RegExp(`line 2: .*${name}`));
  });

  it("and what names one is none of the scheme text, whose digests are of normalised texts", () => {
    expect(() => read(`SHA256 (a.txt) = ${hex}`, findScheme("text"))).toThrow(/digest of SHA256/);
    expect(read(hex, findScheme("text"))).toHaveLength(1);
    expect(read(`MD5 (a) = ${"0".repeat(32)}`, findScheme("md5"))).toHaveLength(1);
    expect(read(`SHA1 (a) = ${"0".repeat(40)}`, findScheme("sha1"))).toHaveLength(1);
  });
});

describe("the lines of a list", () => {
  const url = findScheme("url");
  const hosts = fc.array(
    fc.nat(99).map((n) => `https://h${n}.example/x`),
    { minLength: 1 },
  );

  it("are the same with every line end and encoding", () => {
    fc.assert(
      fc.property(hosts, fc.constantFrom("\n", "\r\n", "\r"), fc.boolean(), (lines, end, isUtf16) => {
        const text = lines.join(end) + end;
        const entries = importLines(isUtf16 ? utf16(text) : Buffer.from(text), url, "list");
        expect(entries.map(({ label }) => label).sort()).toEqual([...new Set(lines)].sort());
      }),
    );
  });

  it.each<[string, Uint8Array, string]>([
    ["a CR inside", Buffer.from("https://a.example/\rhttps://b.example/\n"), "blocklist/mixed-line-ends"],
    ["UTF-16 without a mark", Buffer.from("https://a.example/\n", "utf16le"), "blocklist/not-utf8"],
    ["half a UTF-16 character", utf16("https://a.example/").subarray(0, -1), "blocklist/not-utf8"],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), "blocklist/not-utf8"],
  ])("are refused with %s", async (_, bytes, code) => {
    for (const scheme of [url, findScheme("minhash")])
      expect(await codeOf(() => importLines(bytes, scheme, "list"))).toBe(code);
  });
});
