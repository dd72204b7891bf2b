import { describe, expect, it } from "vitest";
import { verdictOn } from "./support/verdict.ts";

describe("licences (RSL)", () => {
  const rsl = (license: string, url = "/") =>
    `<?xml version="1.0"?><rsl xmlns="https://rslstandard.org/rsl">${contentOf(license, url)}</rsl>`;
  const contentOf = (license: string, url: string) => `<content url="${url}"><license>${license}</license></content>`;
  const permits = (usage: string) => `<permits type="usage">${usage}</permits>`;
  const prohibits = (usage: string) => `<prohibits type="usage">${usage}</prohibits>`;

  it.each<[string, string]>([
    [rsl(prohibits("ai-train")), "license.xml: RSL: training not permitted"],
    [rsl(`${permits("search ai-input")}${prohibits("search, ai-all")}`), "license.xml: RSL: training not permitted"],
    [rsl(permits("search")), "license.xml: RSL: training not permitted"],
    [rsl(`${permits("ai-train")}<payment type="crawl"/>`), "license.xml: RSL: training for a payment (crawl)"],
    [
      rsl('<payment type="subscription"/>', "https://www.host.example/"),
      "license.xml: RSL: training for a payment (subscription)",
    ],
    [rsl(`${permits("all")}<payment type="attribution"/>`), ""],
    [rsl(permits("search ai-train")), ""],
    [
      rsl(`${permits("ai-train")}<permits type="user">non-commercial</permits>`),
      "not decided: an RSL licence that is not understood",
    ],
    [rsl(""), "not decided: an RSL licence that is not understood"],
    [rsl(prohibits("all"), "/books/"), "not decided: an RSL licence of no or some paths only"],
    [rsl(prohibits("all"), "https://elsewhere.example/"), "not decided: an RSL licence of no or some paths only"],
    ['<rsl><content url="/">', "could not be read: is no XML"],
    ['<!DOCTYPE rsl [<!ENTITY a "b">]><rsl>&a;</rsl>', "could not be read: is no XML"],
    ["<urlset/>", "could not be read: is not an RSL license"],
  ])("%s", (content, verdict) => expect(verdictOn("license.xml", content)).toBe(verdict));

  it("that robots.txt names is read where it lies, and not decided where it does not", () => {
    const text = "License: https://host.example/license.xml?token=secret\nUser-agent: *\nAllow: /";
    expect(verdictOn("robots.txt", text)).toBe(
      "not decided: the licence at https://host.example/license.xml was not read",
    );
    const there = { "host.example/license.xml": rsl(prohibits("ai-all")) };
    expect(verdictOn("robots.txt", text, there)).toBe("license.xml: RSL: training not permitted");
  });
});
