import { describe, expect, it } from "vitest";
import { verdictOn } from "./support/verdict.ts";

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
  ])("%s is read to its end", (name, content, verdict) => {
    expect(verdictOn(name, content).slice(0, 200)).toBe(verdict);
  });
});
