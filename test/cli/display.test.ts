import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { Position } from "../../prover/cli/progress/position.ts";
import { fitted } from "../../prover/cli/progress/width.ts";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { someEntries, writeList } from "../support/blocklist.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint } from "../support/cli.ts";
import { commitFiles, someFiles } from "../support/shard.ts";
import { disjointLine, onTerminal, quoted } from "../support/terminal.ts";

/** Of a list that takes longer to prove than the display takes to show a page. */
const PAGES = 12;

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  await ensureArtifacts("exclusion_16x60");
  const temporary = await temporaryFolder();
  folder = temporary.path;
  await commitFiles(folder, someFiles(10));
  await writeList(at("list"), someEntries(17));
  await writeList(at("long"), someEntries(PAGES * 16));
  return temporary.remove;
}, 300_000);

const prove = (out: string, list = "list") => ["prove", at("shard"), "--list", at(list), "--out", at(out)];

/** The lines that the one line of the display was, one after another, and all else that the terminal got. */
function drawn(screen: string): { lines: string[]; rest: string } {
  const [before = "", ...parts] = screen.split("\r\u001b[K");
  const last = parts.pop() ?? "";
  return { lines: parts, rest: `${before}${last}` };
}

describe("on a terminal", () => {
  it.each([30, 100])("of %i columns, long work is one line that is rewritten and never scrolls", async (columns) => {
    const out = `out${columns}`;
    const stdout = at(`stdout${columns}`);
    const { code, screen } = await onTerminal(`${disjointLine(prove(out))} > ${quoted(stdout)}`, columns);
    expect(code, screen).toBe(0);
    const { lines, rest } = drawn(screen);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect(line).not.toMatch(/[\r\n]/);
      expect([...line].length).toBeLessThan(columns);
      expect(line).toMatch(/^$|^\w+( \d+%)?/);
    }
    expect(rest).toBe("");
    if (columns === 100) expect(lines.join("\n")).toMatch(/^prove \d+%.*: page 1 /m);
    expect(screen).not.toMatch(/native|kernel/);
  });

  it("leaves stdout clean", async () => {
    const { screen } = await onTerminal(`${disjointLine([...prove("out100"), "--json"])} 2>/dev/null`, 80);
    expect(JSON.parse(screen)).toMatchObject({ made: 0, reused: 2 });
  });

  it("Ctrl-C says what is kept and how to go on, and ends with 130", async () => {
    const line = disjointLine(prove("stopped", "long"));
    const { code, screen } = await onTerminal(line, 100, { when: /page \d is proved|page 2 /, keys: "\u0003" });
    expect(code, screen).toBe(130);
    const said = stripVTControlCharacters(drawn(screen).rest.replaceAll("^C", "")).trim();
    expect(said).toBe(
      "interrupted: Every finished proof is kept in the folder of --out. " +
        "Run the same command again: only missing proofs are made.",
    );
    const proofs = readdirSync(at("stopped/proofs")).filter((name) => !name.startsWith("."));
    expect(proofs.length).toBeGreaterThan(0);
    expect(proofs.length).toBeLessThan(PAGES);
    expect(existsSync(at("stopped/bundle.json"))).toBe(false);
    const { stdout } = await disjoint([...prove("stopped", "long"), "--json"]);
    expect(stdout).toContain(`"made":${PAGES - proofs.length},`);
  });
});

describe("without a terminal", () => {
  it("prints a plain-text line every few seconds, and none with --quiet", async () => {
    const { stderr } = await disjoint([...prove("plain"), "--json"]);
    expect(stderr).toMatch(/^prove 0%: page \d with exclusion_\w+$/m);
    expect(stderr).toBe(stripVTControlCharacters(stderr));
    expect(stderr.split("\n").length).toBeLessThan(30);
    expect((await disjoint([...prove("quiet"), "--json", "--quiet"])).stderr).toBe("");
  });
});

describe("the line", () => {
  const at = (time: number, verbose = false) => {
    const position = new Position(verbose);
    position.take({ stage: "prove", done: 10, total: 20, what: "page 10" }, 0);
    position.take({ stage: "prove", done: 12, total: 20, what: "page 12" }, time);
    return position;
  };

  it("has the stage, the share of the whole, the time left, and what is being done", () => {
    expect(at(10_000).line(10_000)).toBe("prove 60%, 40 s left: page 12");
    expect(at(100).line(100)).toBe("prove 60%: page 12");
    expect(at(600_000).line(600_000)).toBe("prove 60%, 40 min left: page 12");
  });

  it("has no time left until there is enough progress to measure the pace", () => {
    const position = new Position(false);
    position.take({ stage: "keys", done: 0, total: 1_000_000, what: "writing" }, 0);
    position.take({ stage: "keys", done: 1, total: 1_000_000, what: "writing" }, 10_000);
    expect(position.line(10_000)).toBe("keys 0%: writing");
    position.take({ stage: "keys", done: 500_000, total: 1_000_000, what: "writing" }, 20_000);
    expect(position.line(20_000)).toBe("keys 50%, 20 s left: writing");
  });

  it("has steps inside a proof only in its share, and in words with --verbose", () => {
    for (const verbose of [false, true]) {
      const position = at(100, verbose);
      position.take({ stage: "native", done: 1, total: 2, what: "multiplying" }, 200);
      expect(position.line(200)).toBe(`prove 62%: page 12${verbose ? " (multiplying)" : ""}`);
    }
    const alone = new Position(false);
    alone.take({ stage: "native", done: 0, what: "no native code is built" }, 0);
    expect(alone.line(0)).toBeUndefined();
  });

  it("is cut to the terminal's width, wide characters included", () => {
    expect(fitted("prove 60%", 9)).toBe("prove 60%");
    expect(fitted("prove 60%", 8)).toBe("prove …");
    expect(fitted("データ".repeat(9), 9)).toBe("データ…");
    expect(fitted("prove", 1)).toBe("");
  });
});
