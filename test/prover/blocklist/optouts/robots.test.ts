import { describe, expect, it } from "vitest";
import { robots, verdictOn } from "./support/verdict.ts";

describe("robots.txt, as RFC 9309 says", () => {
  it.each<[string, string[], string]>([
    ["everyone", ["User-agent: *", "Disallow: /"], "robots.txt: closed to *"],
    ["a training crawler, in any case", ["USER-AGENT: gPtBoT # x", "DISALLOW: /"], "robots.txt: closed to gptbot"],
    ["with a version behind", ["User-agent: CCBot/2.0", "Disallow: /"], "robots.txt: closed to ccbot"],
    [
      "several agents of one group",
      ["User-agent: SomeBot", "User-agent: GPTBot", "Disallow: /"],
      "robots.txt: closed to gptbot",
    ],
    [
      "groups merge",
      ["User-agent: GPTBot", "Disallow: /a", "", "User-agent: GPTBot", "Disallow: /"],
      "robots.txt: closed to gptbot",
    ],
    ["a merged group opens", ["User-agent: GPTBot", "Disallow: /", "User-agent: GPTBot", "Allow: /"], ""],
    [
      "an agent's own group counts, not that for all",
      ["User-agent: *", "Disallow: /a", "User-agent: GPTBot", "Disallow: /"],
      "robots.txt: closed to gptbot",
    ],
    [
      "unknown fields and blank lines end no group",
      ["User-agent: GPTBot", "Crawl-delay: 9", "", "Sitemap: /s", "User-agent: CCBot", "Disallow: /"],
      "robots.txt: closed to ccbot; robots.txt: closed to gptbot",
    ],
    [
      "a rule ends the agents of a group",
      ["User-agent: GPTBot", "Disallow: /x", "User-agent: Other", "Disallow: /"],
      "not decided: closed to gptbot in part: /x",
    ],
    ["rules before the first group are none", ["Disallow: /", "User-agent: *", "Disallow: /a"], ""],
    ["an empty rule is none", ["User-agent: *", "Disallow:"], ""],
    [
      "a crawler that does not train",
      ["User-agent: ChatGPT-User", "Disallow: /"],
      "not decided: closed to chatgpt-user",
    ],
    ["a crawler that nobody knows", ["User-agent: SomeBot", "Disallow: /"], ""],
    ["of equal length allow counts", ["User-agent: *", "Disallow: /", "Allow: /"], ""],
    ["the longest match counts", ["User-agent: *", "Allow: /", "Disallow: /*"], "robots.txt: closed to *"],
    [
      "the longest match counts, whatever the order",
      ["User-agent: *", "Disallow: /*", "Allow: /*/*", "Allow: /"],
      "not decided: closed to *, but not /*/*",
    ],
    ["a star", ["User-agent: *", "Disallow: *"], "robots.txt: closed to *"],
    [
      "a dollar ends the pattern: the first page only",
      ["User-agent: GPTBot", "Disallow: /$"],
      "not decided: closed to gptbot in part: /$",
    ],
    [
      "a dollar ends the pattern: all but the first page",
      ["User-agent: GPTBot", "Disallow: /", "Allow: /$"],
      "not decided: closed to gptbot, but not /$",
    ],
    ["a star and a dollar", ["User-agent: GPTBot", "Disallow: /*$"], "robots.txt: closed to gptbot"],
    [
      "but for a part",
      ["User-agent: GPTBot", "Disallow: /", "Allow: /news"],
      "not decided: closed to gptbot, but not /news",
    ],
    [
      "but for files that are no works",
      ["User-agent: GPTBot", "Disallow: /", "Allow: /robots.txt", "Allow: /ads.txt"],
      "robots.txt: closed to gptbot",
    ],
    ["some paths for all", ["User-agent: *", "Disallow: /private/"], ""],
    ["all open", ["User-agent: *", "Allow: /"], ""],
    ["nothing", [""], ""],
  ])("%s", (_, lines, verdict) => expect(robots(...lines)).toBe(verdict));

  const closed = "User-agent: *\nDisallow: /\n";
  it.each<[string, string | Uint8Array, string]>([
    ["with a byte order mark", `\ufeff${closed}`, "robots.txt: closed to *"],
    ["in UTF-16", Buffer.from(`\ufeff${closed}`, "utf16le"), "robots.txt: closed to *"],
    [
      "with bytes that are no UTF-8",
      Buffer.concat([Buffer.from("# caf\xe9\n", "latin1"), Buffer.from(closed)]),
      "robots.txt: closed to *",
    ],
    ["whose lines end in CR", closed.replaceAll("\n", "\r"), "robots.txt: closed to *"],
    ["that is a page", "<!DOCTYPE html><p>Not found", "could not be read: is a page and no robots.txt"],
    [
      "that says it after 500 KiB",
      `#${"x".repeat(500 * 1024)}\n${closed}`,
      "not decided: is longer than the 500 KiB that are read",
    ],
    [
      "that is cut in a line",
      `${"#\n".repeat(255_985)}User-agent: GPTBot\nDisallow: /private\n`,
      "not decided: is longer than the 500 KiB that are read",
    ],
  ])("%s", (_, content, verdict) => expect(verdictOn("robots.txt", content)).toBe(verdict));
});
