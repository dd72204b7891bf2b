import { describe, expect, it } from "vitest";
import { formatAge } from "../../web/parts/format.ts";
import { linkTo, parseRoute } from "../../web/parts/route.ts";
import { inBrief, safeLink, shortId, shown } from "../../web/parts/words.ts";
import { addressOf, idOf } from "../support/registrySnapshot.ts";

describe("addresses of views", () => {
  const id = idOf(0xabc);
  const vendor = addressOf(0xabc);

  it("are read as they are written", () => {
    expect(parseRoute(linkTo.start())).toEqual({ view: "start", query: "" });
    expect(parseRoute(linkTo.start('a&b=c #"<'))).toEqual({ view: "start", query: 'a&b=c #"<' });
    expect(parseRoute(linkTo.releases({ query: "x y", list: id, state: "clean" }))).toEqual({
      view: "releases",
      query: "x y",
      list: id,
      state: "clean",
    });
    expect(parseRoute(linkTo.releases())).toEqual({ view: "releases", query: "", list: null, state: null });
    expect(parseRoute(linkTo.release(id))).toEqual({ view: "release", release: id });
    expect(parseRoute(linkTo.list(id))).toEqual({ view: "list", list: id });
    expect(parseRoute(linkTo.vendor(vendor.toUpperCase().replace("0X", "0x")))).toEqual({ view: "vendor", vendor });
    expect(parseRoute(linkTo.certificate(id, idOf(2)))).toEqual({ view: "certificate", release: id, list: idOf(2) });
    for (const view of ["lists", "vendors", "risks", "sources"] as const)
      expect(parseRoute(linkTo[view]())).toEqual({ view });
  });

  it("start at the beginning for an empty index, and fail for anything else", () => {
    for (const hash of ["", "#", "#/"]) expect(parseRoute(hash), hash).toEqual({ view: "start", query: "" });
    for (const hash of [
      "#/nothing",
      "#/release/0x12",
      `#/release/${vendor}`,
      `#/vendor/${id}`,
      `#/certificate/${id}`,
      `#/certificate/${id}/${id}/${id}`,
      `#/lists/${id}`,
      "#/constructor",
      "#/%E0%A4%A",
    ])
      expect(parseRoute(hash), hash).toEqual({ view: "missing" });
  });
});

describe("the words of strangers", () => {
  it("show what is invisible or changes the direction of writing", () => {
    expect(shown("a\u202Eb\u200Bc\n").text).toBe("a\\u{202e}b\\u{200b}c\\u{a}");
    expect(shown("<b>bold</b>").text).toBe("<b>bold</b>");
  });

  it("are cut off visibly, between characters", () => {
    expect(shown("x".repeat(48))).toEqual({ text: "x".repeat(48), cut: 0 });
    expect(shown("x".repeat(54))).toEqual({ text: "x".repeat(48), cut: 6 });
    expect(shown("😀".repeat(5), 3)).toEqual({ text: "😀😀😀", cut: 2 });
    expect([inBrief("x".repeat(48)), inBrief("xyz", 2)]).toEqual(["x".repeat(48), "xy…"]);
  });

  it("are links only to secure web pages and content addresses", () => {
    expect(safeLink("https://example.org/a?b")).toBe("https://example.org/a?b");
    expect(safeLink("ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi")).toMatch(/^ipfs:/);
    for (const uri of [
      "",
      "javascript:alert(1)",
      "JAVASCRIPT://x%0aalert(1)",
      "data:text/html,x",
      "http://example.org",
      "//example.org",
      "https:",
      "https://",
      " https://example.org",
      "file:///etc/passwd",
      "blob:https://example.org/1",
    ])
      expect(safeLink(uri), uri).toBeUndefined();
  });
});

describe("values", () => {
  it("shows both ends of an id", () => {
    expect(shortId(idOf(0xabcdef))).toBe("0x000000…abcdef");
    expect(shortId("123")).toBe("123");
  });

  it("names an age in its largest unit", () => {
    const now = 1_800_000_000;
    expect([0, 59, 60, 7_199, 86_400, 86_400 * 400].map((age) => formatAge(now - age, now))).toEqual([
      "this minute",
      "this minute",
      "1 minute ago",
      "1 hour ago",
      "yesterday",
      "last year",
    ]);
    expect(formatAge(now + 5, now)).toBe("this minute");
  });
});
