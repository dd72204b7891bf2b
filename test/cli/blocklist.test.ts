import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { disjoint, jsonOf } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

const WORKS = Array.from({ length: 600 }, (_, i) => `{"text":"work ${i}","title":"title ${i}"}\n`).join("");

function scene() {
  const folder = folderWith({
    "w.jsonl": WORKS,
    "bad.jsonl": '{"text":"one"}\n{"text":null}\n',
    "hosts/closed.example/robots.txt": "User-agent: GPTBot\nDisallow: /",
    "hosts/open.example/robots.txt": "User-agent: *\nAllow: /",
    "hosts/rsl.example/robots.txt": "License: https://rsl.example/license.xml",
    "hosts/page.example/.well-known/tdmrep.json": "<!DOCTYPE html>",
    "agents.txt": "OpenBot\n",
  });
  const build = (...args: string[]) =>
    disjoint([
      "blocklist",
      "build",
      ...args.map((arg) => (/^(?:w|bad|hosts|agents)\b/.test(arg) ? join(folder, arg) : arg)),
      "--out",
      join(folder, "list"),
    ]);
  return { folder, build };
}

describe("disjoint blocklist build", () => {
  it("reads data by its name, a field and a label", async () => {
    const { folder, build } = scene();
    const ran = await build("w.jsonl", "--scheme", "text:text", "--label", "title", "--json");
    expect(jsonOf(ran)).toMatchObject({
      entries: 600,
      scheme: "text",
      read: { records: 600, leftOut: 0 },
      leftOut: [],
    });
    expect(readFileSync(join(folder, "list/pages/0000.json"), "utf8")).toMatch(/"label": "title \d+"/);
  });

  it.each([
    [["--scheme", "sha256:text"], "--scheme sha256: the list in LIST has the scheme text, which never changes"],
    [["--page-size", "256"], "--page-size 256: the list in LIST has the page size 16, which never changes"],
    [["--name", "other"], "--name other: the list in LIST has the name list, which never changes"],
    [["--confidential"], "--confidential: the list in LIST has public pages, which never changes"],
  ])("does not add to a list as if %j could change what it is", async (args, message) => {
    const { folder, build } = scene();
    const first = ["--scheme", "text:text", "--page-size", "16"];
    expect(await build("bad.jsonl", ...first, "--on-bad-row", "skip")).toMatchObject({ code: 0 });
    const asked = args[0] === "--scheme" ? [] : ["--scheme", "text:text"];
    const ran = await build("w.jsonl", "--append", ...asked, ...args);
    const error = `error cli/bad-option: ${message.replace("LIST", join(folder, "list"))}`;
    const hint = `Leave ${args[0]} out. Or build another list in another folder.`;
    expect(ran).toMatchObject({ code: 2, stderr: `${error}\n  ${hint}\n` });
    const same = ["--scheme", "text:text", "--page-size", "16", "--name", "list"];
    const grown = jsonOf(await build("w.jsonl", "--append", ...same, "--json"));
    expect(grown).toMatchObject({ scheme: "text", pageSize: 16, entries: 601 });
  });

  it.each([["--works"], ["--from", "lines", "--scheme", "text"], ["--from", "hashes"], []])(
    "does not misread data with %j",
    async (...args) => {
      const ran = await scene().build("w.jsonl", ...args);
      expect(ran).toMatchObject({
        code: 3,
        stderr: expect.stringMatching(/blocklist\/records.*\n.*--format \w+ and a field of the --scheme/),
      });
    },
  );

  it("names the rows that were left out, and keeps them in the list's document", async () => {
    const { folder, build } = scene();
    expect(await build("bad.jsonl", "--scheme", "text:text")).toMatchObject({ code: 3 });
    const ran = await build("bad.jsonl", "--scheme", "text:text", "--on-bad-row", "skip");
    expect(ran).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("2 records read: 1 left out\nleft out: bad.jsonl, row 2: source/not-text\n"),
    });
    expect(JSON.parse(readFileSync(join(folder, "list/list.json"), "utf8"))).toMatchObject({
      format: "disjoint/blocklist/v2",
      leftOut: [{ epoch: 1, name: "bad.jsonl, row 2", reason: "source/not-text" }],
    });
  });

  it("reports how many hosts of opt-outs were read, listed, skipped, undecided and unreadable", async () => {
    const ran = await scene().build("hosts", "--from", "optouts", "--scheme", "domain");
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("4 hosts read: 1 listed, 1 passed over, 1 not decided, 1 not readable\n");
    expect(ran.stdout).toContain("left out: page.example/.well-known/tdmrep.json: could not be read: is a page");
    expect(ran.stdout).toContain(
      "left out: rsl.example/robots.txt: not decided: the licence at https://rsl.example/license.xml",
    );
    const none = await scene().build("hosts", "--from", "optouts", "--scheme", "domain", "--agents", "agents.txt");
    expect(none).toMatchObject({ code: 3, stderr: expect.stringContaining("blocklist/empty") });
  });

  it.each([
    [["--agents", "agents.txt"]],
    [["--label", "title", "--works"]],
    [["--on-bad-row", "skip", "--from", "lines"]],
    [["--from", "csv", "--format", "csv"]],
    [["--scheme", "text:text", "--format", "other"]],
    [["--from", "toString"]],
  ])("refuses %j, which would do nothing", async (args) => {
    expect(await scene().build("w.jsonl", ...args)).toMatchObject({ code: 2, stdout: "" });
  });
});
