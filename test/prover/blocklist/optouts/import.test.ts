import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { knownAgents, readAgents } from "../../../../prover/blocklist/optouts/agents.ts";
import { importOptOuts } from "../../../../prover/blocklist/optouts/import.ts";
import { findScheme } from "../../../../prover/fingerprint/schemes.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";
import { domain, verdictOn } from "./support/verdict.ts";

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

  it("uses the crawlers of a file, as lines or in the form of ai.robots.txt, in place of the known ones", async () => {
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
