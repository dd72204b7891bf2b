import { END, paxHeader, rawMember, tarOfRaw } from "../../support/tar.ts";
import type { Case } from "./corpus.ts";

const file = (content: string, rest: Partial<Parameters<typeof rawMember>[0]> = {}) =>
  rawMember({ name: "a", content, ...rest });

const big = (value: bigint): Uint8Array => {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value), 4);
  bytes[0] = value < 0n ? 0xff : 0x80;
  if (value < 0n) bytes.fill(0xff, 1, 4);
  return bytes;
};

/** The old GNU sparse header: "ab" at 0 and "cd" at 6 of 8 bytes, by default. */
const oldSparse = (content = "abcd", map = [0, 2, 6, 2], size = 8, extended?: number[]) => {
  const octal = (value: number) => `${value.toString(8).padStart(11, "0")}\0`;
  const header = rawMember({
    name: "s",
    type: "S",
    magic: "gnu",
    size: content.length,
    edit(block) {
      for (const [i, value] of map.entries()) block.write(octal(value), 386 + 12 * i);
      if (extended) block[482] = 1;
      block.write(octal(size), 483);
    },
  });
  const more = Buffer.alloc(extended ? 512 : 0);
  for (const [i, value] of (extended ?? []).entries()) more.write(octal(value), 12 * i);
  return Buffer.concat([header, more, Buffer.from(content.padEnd(512, "\0"))]);
};

const SPARSE_1 = { "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "s" };
const sparse1 = (map: string, content: string, size = "8") =>
  Buffer.concat([paxHeader({ ...SPARSE_1, "GNU.sparse.realsize": size }), file(map.padEnd(512, "\0") + content)]);

const EXPANDED = "ab\0\0\0\0cd";

const TARS: [string, Buffer, string[] | string][] = [
  ["v7", tarOfRaw(file("one", { magic: "v7" }), file("two", { magic: "v7", type: "\0" })), ["one", "two"]],
  ["v7-folder", tarOfRaw(rawMember({ name: "d/", magic: "v7", type: "\0" }), file("one")), ["one"]],
  ["gnu", tarOfRaw(file("one", { magic: "gnu" })), ["one"]],
  ["prefix", tarOfRaw(file("one", { prefix: "some/folder" })), ["one"]],
  ["contiguous-file", tarOfRaw(file("one", { type: "7" })), ["one"]],
  ["signed-checksum", tarOfRaw(rawMember({ name: "é", content: "one", signed: true })), ["one"]],
  ["no-padding-at-the-end", file("one").subarray(0, 515), ["one"]],
  ["zeros-to-a-full-record", Buffer.concat([file("one"), Buffer.alloc(10240 - 1024)]), ["one"]],
  ["one-block-of-zeros", Buffer.concat([file("one"), END.subarray(512)]), ["one"]],
  ["two-archives", tarOfRaw(file("one"), END, file("two")), "source/bad-tar"],
  ["blanks-before-size", tarOfRaw(file("one", { size: "          3\0" })), ["one"]],
  ["blanks-after-size", tarOfRaw(file("one", { size: "3           " })), ["one"]],
  ["nuls-in-size", tarOfRaw(file("", { size: "\0\0\0\0\0\0\0\0\0\0\0\0" }), file("two")), ["", "two"]],
  ["binary-size", tarOfRaw(file("one", { size: big(3n) })), ["one"]],
  ["negative-binary-size", tarOfRaw(file("one", { size: big(-3n) })), "source/bad-tar"],
  ["huge-binary-size", tarOfRaw(file("one", { size: big(2n ** 62n) })), "source/bad-tar"],
  ["size-not-a-number", tarOfRaw(file("one", { size: "00000000-03\0" })), "source/bad-tar"],
  ["size-beyond-the-end", tarOfRaw(file("one", { size: 5000 })), "source/truncated"],
  ["folder-with-a-size", tarOfRaw(rawMember({ name: "d", type: "5", size: 512 }), file("one")), ["one"]],
  ["symbolic-link", tarOfRaw(rawMember({ name: "l", type: "2" }), file("one")), ["source/archive-link", "one"]],
  ["hard-link-with-a-size", tarOfRaw(file("", { type: "1", size: 512 }), file("b")), ["source/archive-link", "b"]],
  ["unknown-type", tarOfRaw(file("one", { type: "Q" }), file("b")), ["source/archive-link", "b"]],
  ["volume-label", tarOfRaw(rawMember({ name: "label", type: "V", magic: "gnu" }), file("one")), ["one"]],
  ["other-volume", tarOfRaw(file("one", { type: "M", magic: "gnu" })), "source/bad-tar"],
  ["long-name", tarOfRaw(file(`${"n".repeat(300)}\0`, { type: "L", magic: "gnu" }), file("one")), ["one"]],
  ["ends-after-long-name", tarOfRaw(file("n\0", { type: "L", magic: "gnu" })), "source/truncated"],
  ["pax-size", tarOfRaw(paxHeader({ size: "3" }), file("one", { size: 0 })), ["one"]],
  ["pax-size-blank", tarOfRaw(paxHeader({ size: " 3" }), file("one")), "source/bad-tar"],
  ["pax-size-negative", tarOfRaw(paxHeader({ size: "-3" }), file("one")), "source/bad-tar"],
  ["pax-size-of-one-member", tarOfRaw(paxHeader({ size: "3" }), file("one"), file("four")), ["one", "four"]],
  ["pax-global", tarOfRaw(paxHeader({ comment: "c" }, "g"), file("one")), ["one"]],
  [
    "pax-global-path-taken-back",
    tarOfRaw(paxHeader({ path: "d/" }, "g"), paxHeader({ path: "" }), file("one")),
    ["one"],
  ],
  ["pax-path-over-long-name", tarOfRaw(paxHeader({ path: "ü.txt", mtime: "1.5" }), file("one")), ["one"]],
  ["pax-length-too-long", tarOfRaw(file("99 path=b\n", { type: "x" }), file("one")), "source/bad-tar"],
  ["pax-length-too-short", tarOfRaw(file("9 path=b\n\0", { type: "x" }), file("one")), "source/bad-tar"],
  ["pax-without-value", tarOfRaw(file("7 path\n", { type: "x" }), file("one")), "source/bad-tar"],
  ["pax-after-pax", tarOfRaw(paxHeader({ size: "3" }), paxHeader({ path: "b" }), file("one", { size: 0 })), ["one"]],
  ["sparse-old", tarOfRaw(oldSparse(), file("one")), [EXPANDED, "one"]],
  ["sparse-old-extended", tarOfRaw(oldSparse("abcd", [0, 2, 2, 0, 2, 0, 2, 0], 8, [6, 2]), file("b")), [EXPANDED, "b"]],
  ["sparse-old-map-falls", tarOfRaw(oldSparse("abcd", [6, 2, 0, 2])), "source/bad-tar"],
  ["sparse-old-beyond-size", tarOfRaw(oldSparse("abcd", [0, 2, 7, 2])), "source/bad-tar"],
  ["sparse-old-other-length", tarOfRaw(oldSparse("abcd", [0, 2, 6, 1])), "source/bad-tar"],
  ["sparse-old-too-large", tarOfRaw(oldSparse("ab", [0, 2], 2 ** 31), file("b")), ["source/row-too-large", "b"]],
  [
    "sparse-0.0",
    tarOfRaw(
      paxHeader([
        ...([["GNU.sparse.size", "8"]] as [string, string][]),
        ["GNU.sparse.numblocks", "2"],
        ["GNU.sparse.offset", "0"],
        ["GNU.sparse.numbytes", "2"],
        ["GNU.sparse.offset", "6"],
        ["GNU.sparse.numbytes", "2"],
      ]),
      file("abcd"),
    ),
    [EXPANDED],
  ],
  [
    "sparse-0.1",
    tarOfRaw(
      paxHeader({ "GNU.sparse.size": "8", "GNU.sparse.numblocks": "2", "GNU.sparse.map": "0,2,6,2" }),
      file("abcd"),
    ),
    [EXPANDED],
  ],
  [
    "sparse-0.1-other-count",
    tarOfRaw(
      paxHeader({ "GNU.sparse.size": "8", "GNU.sparse.numblocks": "3", "GNU.sparse.map": "0,2,6,2" }),
      file("abcd"),
    ),
    "source/bad-tar",
  ],
  ["sparse-1.0", tarOfRaw(sparse1("2\n0\n2\n6\n2\n", "abcd"), file("one")), [EXPANDED, "one"]],
  ["sparse-1.0-all-zeros", tarOfRaw(sparse1("1\n8\n0\n", "")), ["\0".repeat(8)]],
  ["sparse-1.0-map-too-long", tarOfRaw(sparse1("200\n0\n2\n", "")), "source/bad-tar"],
  ["sparse-1.0-not-a-number", tarOfRaw(sparse1("1\nx\n2\n", "ab")), "source/bad-tar"],
  [
    "sparse-2.0",
    tarOfRaw(paxHeader({ "GNU.sparse.major": "2", "GNU.sparse.minor": "0" }), file("abcd")),
    "source/bad-tar",
  ],
  ["sparse-of-solaris", tarOfRaw(paxHeader({ "SUN.holesdata": " 0 2 8" }), file("abcd")), "source/bad-tar"],
];

/** Archives as the tools of forty years have written them, and as none should. */
export const tars = (): Case[] => TARS.map(([name, bytes, verdict]) => ({ name: `raw-${name}.tar`, bytes, verdict }));
