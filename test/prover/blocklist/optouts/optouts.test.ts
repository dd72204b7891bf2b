import { chmodSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knownAgents, readAgents } from "../../../../prover/blocklist/optouts/agents.ts";
import { importOptOuts } from "../../../../prover/blocklist/optouts/import.ts";
import { matchesPath } from "../../../../prover/blocklist/optouts/pattern.ts";
import { keyOf, keyToHex } from "../../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../../prover/fingerprint/schemes.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";

const domain = findScheme("domain");

/** What becomes of one file of a host: why it is listed, why not, or nothing where it reserves nothing. */
function verdictOn(
  name: string,
  content: string | Uint8Array,
  more: Record<string, string> = {},
  agents = knownAgents(),
) {
  const host = "host.example";
  const listed = "other.example/robots.txt";
  const folder = folderWith({ [`${host}/${name}`]: content, [listed]: "User-agent: *\nDisallow: /", ...more });
  const { entries, leftOut, counts } = importOptOuts(folder, domain, agents);
  expect(counts).toMatchObject({ hosts: 2 });
  const key = keyToHex(keyOf("domain", Buffer.from(host)));
  const label = entries.find((entry) => entry.key === key)?.label;
  if (label !== undefined) return label.replaceAll(`${host}/`, "");
  const reasons = leftOut.map(({ reason }) => reason);
  expect(counts.passedOver).toBe(reasons.length === 0 ? 1 : 0);
  return reasons.join("; ");
}
const robots = (...lines: string[]) => verdictOn("robots.txt", lines.join("\n"));

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

describe("a pattern of paths", () => {
  const piece = fc.constantFrom("/", "a", "b", "*", "**", "$", ".");
  it("matches like the equivalent regular expression", () => {
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.constantFrom("/", "a", "b", ".", "$")), (pieces, path) => {
        const pattern = pieces.join("");
        const source = pattern.replace(/[.$/]/g, "\\$&").replaceAll("*", ".*").replace(/\\\$$/, "$");
        expect(matchesPath(pattern, path.join(""))).toBe(new RegExp(`^${source}`).test(path.join("")));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("a hostile file", () => {
  const lines = (text: (i: number) => string) => Array.from({ length: 30_000 }, (_, i) => text(i)).join("\n");

  it.each<[string, string, string]>([
    ["robots.txt", `${lines((i) => `user-agent:${i}`)}\nDisallow: /`, ""],
    ["robots.txt", lines((i) => `user-agent:a\nallow:/${i}`).slice(0, 500_000), ""],
    [
      "ai.txt",
      `${lines((i) => `user-agent:${i}`)}\n${"disallow:/a\n".repeat(9000)}`,
      "not decided: closed to 0 in part: /a",
    ],
    ["robots.txt", `User-agent: *\nDisallow: ${"*a".repeat(100_000)}$`, ""],
    ["license.xml", `<rsl>${"<a>".repeat(20_000)}`, "could not be read: is no XML"],
    ["tdmrep.json", "[".repeat(100_000), "could not be read: is no JSON (json/too-deep)"],
    ["tdmrep.json", " ".repeat((16 << 20) + 1), `could not be read: has ${(16 << 20) + 1} bytes`],
  ])("%s is read in seconds", (name, content, verdict) => {
    const start = Date.now();
    expect(verdictOn(name, content).slice(0, 200)).toBe(verdict);
    expect(Date.now() - start).toBeLessThan(10_000);
  });
});

describe("usage preferences", () => {
  it.each<[string[], string]>([
    [
      ["User-Agent: *", "Content-Signal: search=yes,ai-train=no", "Allow: /"],
      "robots.txt: Content-Signal: ai-train=no for *",
    ],
    [["User-Agent: *", "content-signal: AI-TRAIN = NO"], "robots.txt: Content-Signal: AI-TRAIN=NO for *"],
    [["User-Agent: *", "Content-Signal: search=no, ai-input=no, ai-train=yes"], ""],
    [
      ["User-Agent: *", "Content-Signal: ai-train=maybe"],
      "not decided: Content-Signal: ai-train=maybe is not understood",
    ],
    [["User-Agent: *", "Content-Signal: machines=no"], "not decided: Content-Signal: machines=no is not understood"],
    [["Content-Signal: ai-train=no"], "robots.txt: Content-Signal: ai-train=no for everyone"],
    [
      ["User-Agent: Googlebot", "Content-Signal: ai-train=no"],
      "not decided: Content-Signal: ai-train=no for googlebot",
    ],
    [["User-Agent: *", "Content-Usage: train-ai=n", "Allow: /"], "robots.txt: Content-Usage: train-ai=n for *"],
    [
      ["User-Agent: GPTBot", "Content-Usage: / train-ai=n;why=x, search=y"],
      "robots.txt: Content-Usage: / train-ai=n for gptbot",
    ],
    [["User-Agent: *", "Content-Usage: train-ai=n, train-ai=y"], ""],
    [
      ["User-Agent: *", "Content-Usage: train-ai=y", "Content-Usage: train-ai=n"],
      "robots.txt: Content-Usage: train-ai=n for *",
    ],
    [["User-Agent: *", "Content-Usage: train-ai"], "not decided: Content-Usage: train-ai= is not understood"],
    [["User-Agent: *", "Content-Usage: Train-AI=n"], "not decided: Content-Usage: Train-AI=n is not understood"],
    [
      ["User-Agent: *", "Content-Usage: train-ai=n", "Content-Usage: /ok/ train-ai=y"],
      "not decided: Content-Usage: train-ai=n for *, but not for /ok/",
    ],
    [
      ["User-Agent: *", "Content-Usage: /books/ train-ai=n"],
      "not decided: Content-Usage: /books/ train-ai=n for *, which is a part of the host",
    ],
    [["User-Agent: *", "Content-Usage: search=n"], ""],
    [["User-Agent: SomeBot", "Content-Usage: train-ai"], "not decided: Content-Usage: train-ai= is not understood"],
  ])("%j", (lines, verdict) => expect(robots(...lines)).toBe(verdict));
});

describe("tdmrep.json", () => {
  it.each<[string, string]>([
    ['[{"location": "/", "tdm-reservation": 1}]', "tdmrep.json: tdm-reservation 1 for /"],
    [
      '[{"location": "/*", "tdm-reservation": 1, "tdm-policy": "https://p.example"}]',
      "tdmrep.json: tdm-reservation 1 for /*",
    ],
    ['[{"location": "*", "tdm-reservation": "1"}]', "tdmrep.json: tdm-reservation 1 for *"],
    ['\ufeff[{"Location": "/", "tdm_reservation": true}]', "tdmrep.json: tdm-reservation 1 for /"],
    ['{"location": "https://host.example/", "TDM-Reservation": "True"}', "tdmrep.json: tdm-reservation 1 for /"],
    ['[{"location": "/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]', ""],
    [
      '[{"location": "/", "tdm-reservation": 1}, {"location": "/a", "tdm-reservation": 0}]',
      "tdmrep.json: tdm-reservation 1 for /",
    ],
    [
      '[{"location": "/a", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]',
      "not decided: tdm-reservation 1 for /, but not for /a",
    ],
    [
      '[{"location": "/a/*.pdf$", "tdm-reservation": 1}, {"location": "/", "tdm-reservation": 0}]',
      "not decided: tdm-reservation 1 in part: /a/*.pdf$",
    ],
    ['[{"location": "/", "tdm-reservation": "perhaps"}]', "not decided: the tdm-reservation of / is not understood"],
    ['[{"location": "/"}]', "not decided: the tdm-reservation of / is not understood"],
    ["[]", ""],
    ["{}", "could not be read: holds a rule without a location"],
    ["[1]", "could not be read: holds a rule without a location"],
    ["[", "could not be read: is no JSON (json/syntax)"],
    ["<html></html>", "could not be read: is a page and no tdmrep.json"],
  ])("%s", (content, verdict) => {
    expect(verdictOn("tdmrep.json", content)).toBe(verdict);
    expect(verdictOn(".well-known/tdmrep.json", content).replace(".well-known/", "")).toBe(verdict);
  });
});

describe("ai.txt", () => {
  it.each<[string, string]>([
    [
      "# Spawning AI\nUser-Agent: *\nDisallow: *.txt\nDisallow: *.jpg\nDisallow: /\nDisallow: *\n",
      "ai.txt: closed to *",
    ],
    ["User-Agent: *\nDisallow: *.jpg\nAllow: *.txt", "not decided: closed to * in part: *.jpg"],
    ["User-Agent: *\nAllow: /", ""],
    ["---\ntitle: What this app is\n---\n# Facts", "not decided: is not in the syntax of robots.txt"],
    ["# nothing\n", ""],
    ["<html>", "could not be read: is a page and no ai.txt"],
  ])("%j", (content, verdict) => expect(verdictOn("ai.txt", content)).toBe(verdict));
});

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

describe("an import of opt-outs", () => {
  const closed = "User-agent: GPTBot\nDisallow: /";

  it("is not stopped by unreadable files, names each, and counts every host once", () => {
    const folder = folderWith({
      "closed.example/robots.txt": closed,
      "closed.example/.well-known/tdmrep.json": "<html>",
      "open.example/robots.txt": "User-agent: *\nAllow: /",
      "part.example/robots.txt": "User-agent: GPTBot\nDisallow: /a",
      "page.example/robots.txt": "<html>",
      "foreign.example/index.html": "x",
      "deep.example/mirror/robots.txt": closed,
      "a host/robots.txt": closed,
      "README.md": "x",
      "locked.example/robots.txt": closed,
    });
    chmodSync(join(folder, "locked.example/robots.txt"), 0);
    const { entries, leftOut, counts } = importOptOuts(folder, domain);
    const asRoot = process.getuid?.() === 0 ? 1 : 0;
    expect(counts).toEqual({ hosts: 9, listed: 1 + asRoot, passedOver: 1, undecided: 1, unreadable: 6 - asRoot });
    expect(entries).toHaveLength(1 + asRoot);
    expect(leftOut.map(({ name }) => name).filter((name) => !name.startsWith("locked"))).toEqual([
      "README.md",
      "a host/robots.txt",
      "closed.example/.well-known/tdmrep.json",
      "deep.example/mirror/robots.txt",
      "foreign.example/index.html",
      "page.example/robots.txt",
      "part.example/robots.txt",
    ]);
  });

  it("that lists nothing says what it found", async () => {
    const folder = folderWith({ "part.example/robots.txt": "User-agent: GPTBot\nDisallow: /a" });
    expect(() => importOptOuts(folder, domain)).toThrow(/undecided 1/);
    expect(await codeOf(() => importOptOuts(folder, domain))).toBe("blocklist/empty");
    expect(await codeOf(() => importOptOuts(folderWith(), domain))).toBe("blocklist/empty");
    expect(await codeOf(() => importOptOuts("/nonexistent", domain))).toBe("blocklist/not-found");
    expect(await codeOf(() => importOptOuts(folder, findScheme("url")))).toBe("blocklist/other-scheme");
  });

  it("takes the crawlers of a file, as lines or as ai.robots.txt's own, in place of the known ones", async () => {
    const known = knownAgents();
    expect(known.training.size + known.other.size).toBeGreaterThan(160);
    expect([...known.training].filter((agent) => known.other.has(agent))).toEqual([]);
    const files = folderWith({
      lines: "# ours\nSomeBot # x\n\n",
      json: '{"SomeBot": {"operator": "x"}}',
      none: "# none\n",
    });
    for (const name of ["lines", "json"]) {
      const agents = await readAgents(join(files, name));
      const some = "User-agent: somebot\nDisallow: /";
      expect(verdictOn("robots.txt", some, {}, agents)).toBe("robots.txt: closed to somebot");
      expect(verdictOn("robots.txt", closed, {}, agents)).toBe("");
    }
    expect(await codeOf(() => readAgents(join(files, "none")))).toBe("blocklist/bad-agents");
  });
});
