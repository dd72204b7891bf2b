import { createHash } from "node:crypto";
import { join } from "node:path";
import { CID } from "multiformats/cid";
import { create } from "multiformats/hashes/digest";
import { describe, expect, it } from "vitest";
import { toEntries } from "../../../prover/blocklist/columns.ts";
import type { BlocklistEntry } from "../../../prover/blocklist/entry.ts";
import { IMPORTERS } from "../../../prover/blocklist/importers.ts";
import { keyOf, keyToHex } from "../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

const digest = (text: string) => createHash("sha256").update(text).digest();
const sha256Key = (text: string) => keyToHex(keyOf("sha256", digest(text)));
const domainKey = (host: string) => keyToHex(keyOf("domain", Buffer.from(host)));
const sorted = (entries: BlocklistEntry[]) => entries.sort((a, b) => (a.key < b.key ? -1 : 1));

const read = async (kind: keyof typeof IMPORTERS, content: string, scheme: string) =>
  toEntries((await IMPORTERS[kind](join(folderWith({ list: content }), "list"), findScheme(scheme))).entries);

describe("hash lists", () => {
  it("take base64 of either alphabet, with and without padding", async () => {
    const [a, b, c] = ["a", "work 6", "c"].map(digest) as [Buffer, Buffer, Buffer];
    expect(b.toString("base64url")).toMatch(/-.*_|_.*-/);
    const list = `${a.toString("base64")} one\n${b.toString("base64url")} two\n${c.toString("hex")}\n`;
    expect(await read("hashes", list, "sha256")).toEqual(
      sorted([
        { key: sha256Key("a"), label: "one" },
        { key: sha256Key("work 6"), label: "two" },
        { key: sha256Key("c"), label: "" },
      ]),
    );
    const spoilt = `${a.toString("base64").slice(0, 10)}!${a.toString("base64").slice(11)}`;
    expect(await codeOf(() => read("hashes", spoilt, "sha256"))).toBe("blocklist/bad-line");
  });

  it("take the digests of every digest scheme, and of no other", async () => {
    for (const name of ["md5", "sha1"]) {
      const value = createHash(name).update("work").digest();
      expect(await read("hashes", value.toString("hex"), name)).toEqual([
        { key: keyToHex(keyOf(name, value)), label: "" },
      ]);
      expect(await codeOf(() => read("hashes", digest("work").toString("hex"), name))).toBe("blocklist/bad-line");
    }
    expect(await codeOf(() => read("hashes", "example.org", "domain"))).toBe("fingerprint/not-a-digest");
  });
});

describe("lists of lines", () => {
  it("give each host one entry, however it is spelled", async () => {
    const entries = await read("lines", "# hosts\n*.Example.org\nhttps://example.org/x\n\nother.example\n", "domain");
    expect(entries).toEqual(
      sorted([
        { key: domainKey("example.org"), label: "*.Example.org" },
        { key: domainKey("other.example"), label: "other.example" },
      ]),
    );
  });

  it("name the line that is not an entry", async () => {
    await expect(read("lines", "https://example.org/\nnot an address\n", "url")).rejects.toMatchObject({
      code: "blocklist/bad-line",
      message: expect.stringContaining("line 2"),
    });
  });
});

describe("CSV", () => {
  it("takes the column of the value, and labels from the others", async () => {
    const csv =
      `Title,SHA256,reason,extra\n"A, ` +
      `B",${digest("a").toString("hex")},opt-out,x\n,${digest("b").toString("base64")},,y\n`;
    expect(await read("csv", csv, "sha256")).toEqual(
      sorted([
        { key: sha256Key("a"), label: "A, B; opt-out" },
        { key: sha256Key("b"), label: "" },
      ]),
    );
    const both = `sha256,domain\n${digest("a").toString("hex")},example.org\n`;
    expect(await read("csv", both, "domain")).toEqual([{ key: domainKey("example.org"), label: "" }]);
    expect(await read("csv", "domain\nexample.org\n", "domain")).toEqual([
      { key: domainKey("example.org"), label: "" },
    ]);
  });

  it.each([
    ["title\nx\n", "blocklist/bad-csv"],
    ['hash\n"x\n', "blocklist/bad-csv"],
    ['hash,title\nx,a "b" c\n', "blocklist/bad-csv"],
    ["hash,title\nx,a\rb\n", "blocklist/bad-csv"],
    ["url\nhttps://a.example/\n", "blocklist/bad-csv"],
    ["hash,title\nx\n", "blocklist/bad-csv"],
    ["hash\nx\n", "blocklist/bad-line"],
    ["hash\n", "blocklist/empty"],
    ["", "blocklist/bad-csv"],
  ])("refuses %j", async (csv, code) => expect(await codeOf(() => read("csv", csv, "sha256"))).toBe(code));
});

describe("IPFS compact denylists", () => {
  const cid = (text: string, codec = 0x55) => CID.createV1(codec, create(0x12, digest(text))).toString();
  const header = "version: 1\nname: list\nhints:\n  gateway_status: 410\n---\n";

  it("give blocks and hosts, each under its scheme", async () => {
    const list = `${header}# rules\n/ipfs/${cid("a")}\n/ipns/Example.org reason=x\n/ipfs/${cid("b")} reason=y\n`;
    expect(await read("denylist", list, "sha256")).toEqual(
      sorted([
        { key: sha256Key("a"), label: `/ipfs/${cid("a")}` },
        { key: sha256Key("b"), label: `/ipfs/${cid("b")} reason=y` },
      ]),
    );
    expect(await read("denylist", list, "domain")).toEqual([
      { key: domainKey("example.org"), label: "/ipns/Example.org reason=x" },
    ]);
    expect(await codeOf(() => read("denylist", list, "md5"))).toBe("blocklist/other-scheme");
  });

  it.each([
    `/ipfs/${CID.createV0(create(0x12, digest("a")) as never).toString()}`,
    `/ipfs/${CID.createV1(0x70, create(0x12, digest("a"))).toString()}`,
    "/ipfs/notacid",
    `/ipfs/${CID.createV1(0x55, create(0x12, digest("a"))).toString()}/path`,
    "/ipns/k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8",
    "!/ipns/example.org",
    "//d9d295bde21f422d471a90f2a37ec53049fdf3e5fa3ee2e8f20e10003da429e7",
    "/ipns/*.example.org",
    "nonsense",
  ])("refuse the rule %s instead of passing over it", async (rule) => {
    for (const scheme of ["sha256", "domain"]) {
      const code = await codeOf(() => read("denylist", `/ipns/example.org\n/ipfs/${cid("a")}\n${rule}\n`, scheme));
      expect(code).toBe(scheme === "domain" && /notacid|Qm|bafy/.test(rule) ? "accepted" : "blocklist/bad-line");
    }
  });
});
