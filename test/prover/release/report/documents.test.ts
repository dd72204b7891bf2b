import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { Ajv } from "ajv";
import { describe, expect, it, test } from "vitest";
import { REPORT_KINDS, renderReport } from "../../../../prover/release/report/render.ts";
import type { ReleaseReport } from "../../../../prover/release/report/report.ts";
import { BEHIND, CLEAN, DIRTY, EVIL, HOSTILE, OPEN } from "../../../support/report.ts";

type Note = { message: { text: string } };
type Result = {
  ruleId: string;
  ruleIndex: number;
  locations: [{ physicalLocation: unknown }];
  partialFingerprints: { "disjointRecord/v1": string };
};

const REPORTS = [CLEAN, OPEN, BEHIND, DIRTY, EVIL];
const render = (report: ReleaseReport, kind: (typeof REPORT_KINDS)[number]) => renderReport(report, kind, "0.1.0");

describe.each(REPORT_KINDS)("as %s", (kind) => {
  it("ends in one line feed, and is the same twice", () => {
    for (const report of REPORTS) {
      expect(render(report, kind)).toMatch(/[^\n]\n$/);
      expect(render(report, kind)).toBe(render(structuredClone(report), kind));
    }
  });
});

test.each(["text", "junit", "markdown", "github", "env"] as const)(
  "as %s lets no name steer a terminal or break a line",
  (kind) => {
    expect(render(EVIL, kind).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  },
);

describe("SARIF", () => {
  /**
   * The official schema of version 2.1.0, which is in draft-04: it has `id`, and no keyword that means another thing
   * since.
   */
  const folder = join(createRequire(import.meta.url).resolve("@microsoft/jest-sarif"), "../schemas");
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(join(folder, "sarif-2.1.0-rtm.5.json"), "utf8"));
  const validate = new Ajv({
    strict: false,
    unicodeRegExp: false,
    formats: { uri: /^[a-z][a-z0-9+.-]*:/, "uri-reference": true, "date-time": true },
  }).compile(schema);
  const runOf = (report: ReleaseReport) => JSON.parse(render(report, "sarif")).runs[0];

  it.each(REPORTS)("of $verdict follows the official schema", (report) => {
    const document = JSON.parse(render(report, "sarif"));
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...document, version: "2.2.0" })).toBe(false);
    document.runs[0].results.push({ ruleId: "no message" });
    expect(validate(document)).toBe(false);
  });

  const many = (count: number): ReleaseReport => ({
    ...DIRTY,
    findings: Array.from({ length: count }, (_, i) => ({ ...DIRTY.findings[0]!, row: i + 1, line: i + 1 })),
  });

  it.each([
    [5_000, 0],
    [5_001, 1],
    [26_000, 21_000],
  ])("of %i records leaves out %i and says so", (count, left) => {
    const document = JSON.parse(render(many(count), "sarif"));
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    const [{ results, invocations }] = document.runs;
    expect(results).toHaveLength(count - left);
    const notes = (invocations[0].toolExecutionNotifications ?? []).map((note: Note) => note.message.text);
    expect(notes.map((text: string) => text.split(" ")[0])).toEqual(left === 0 ? [] : [String(left)]);
    expect(JSON.parse(render(many(count), "json")).findings).toHaveLength(count);
    expect(render(many(count), "text").split("\n").length).toBeLessThan(1_020);
    expect(render(many(count), "markdown").length).toBeLessThan(1 << 20);
    expect(render(many(count), "github").split("\n").length).toBeLessThan(15);
  });

  it("of a release that is behind or open has results", () => {
    const notes = (report: ReleaseReport) => {
      const document = JSON.parse(render(report, "sarif"));
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
      return document.runs[0].invocations[0].toolExecutionNotifications?.map(
        ({ descriptor, message }: Note & { descriptor: { id: string } }) => `${descriptor.id}: ${message.text}`,
      );
    };
    expect(notes(BEHIND)).toEqual([
      'behind: v1.2.0 is behind: of "opt-outs" true up to epoch 1 of 2, one page behind since 2026-01-31',
    ]);
    expect(notes(OPEN)).toEqual(["open: v1.2.0 is open: 2 pages not proved yet"]);
    expect(notes(CLEAN)).toBeUndefined();
  });

  it("has a rule for each list and a result for each record", () => {
    const run = runOf(DIRTY);
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["opt-outs/sha256"]);
    expect(run.results.map((result: Result) => [result.ruleId, result.ruleIndex])).toEqual(
      DIRTY.findings.map(() => ["opt-outs/sha256", 0]),
    );
    expect(runOf(CLEAN).results).toEqual([]);
  });

  it("gives the place as a URI, with a line where records are lines", () => {
    const places = runOf(DIRTY).results.map((result: Result) => result.locations[0].physicalLocation);
    expect(places).toEqual([
      { artifactLocation: { uri: "data/books.jsonl", uriBaseId: "%SRCROOT%" }, region: { startLine: 17 } },
      { artifactLocation: { uri: "data/books.jsonl", uriBaseId: "%SRCROOT%" }, region: { startLine: 19 } },
      { artifactLocation: { uri: "data/pages.csv", uriBaseId: "%SRCROOT%" } },
      { artifactLocation: { uri: "file:///corpus/%C3%A9%20%231%25.jsonl.gz" } },
      { artifactLocation: { uri: "s3://bucket/part%201" } },
    ]);
  });

  it("has fingerprints that differ, and stay when other records come and go", () => {
    const prints = (report: ReleaseReport): string[] =>
      runOf(report).results.map((result: Result) => result.partialFingerprints["disjointRecord/v1"]);
    const all = prints(DIRTY);
    expect(new Set(all).size).toBe(DIRTY.findings.length);
    const moved = DIRTY.findings.map((found) => ({ ...found, row: found.row + 1, line: found.line && found.line + 1 }));
    expect(prints({ ...DIRTY, findings: moved.slice(2) })).toEqual(all.slice(2));
  });
});

describe("JUnit", () => {
  const parse = (report: ReleaseReport): Element => {
    const refuse = (level: string, message: string) => {
      throw new Error(`${level}: ${message}`);
    };
    return new DOMParser({ onError: refuse }).parseFromString(render(report, "junit"), "text/xml").documentElement!;
  };
  const all = (root: Element, name: string) => [...root.getElementsByTagName(name)];
  const counts = (element: Element) =>
    ["tests", "failures", "errors", "skipped"].map((name) => Number(element.getAttribute(name)));

  it.each([
    ["clean", CLEAN, [2, 0, 0, 0]],
    ["open", OPEN, [2, 0, 0, 1]],
    ["dirty", DIRTY, [2, 2, 0, 0]],
    ["hostile", EVIL, [1, 1, 0, 0]],
    ["without coverage", { ...DIRTY, coverage: [] }, [2, 2, 0, 0]],
  ] as const)("of a %s report counts what it has", (_, report, expected) => {
    const root = parse(report);
    expect(root.tagName).toBe("testsuites");
    expect(counts(root)).toEqual(expected);
    const found = [all(root, "testcase"), all(root, "failure"), all(root, "error"), all(root, "skipped")];
    expect(found.map(({ length }) => length)).toEqual(expected);
    const suites = all(root, "testsuite").map(counts);
    expect(expected.map((_, i) => suites.reduce((sum, suite) => sum + suite[i]!, 0))).toEqual(expected);
  });

  it("names every record in the failure of its shard and list", () => {
    const [books, web] = all(parse(DIRTY), "failure").map(({ textContent }) => textContent!.split("\n"));
    expect(books).toHaveLength(2);
    expect(web).toHaveLength(3);
    expect(books![0]).toMatch(/^data\/books\.jsonl: record 17 .*entry 3 of page 1, The Work$/);
    expect(web![0]).toMatch(new RegExp(`, ${"aa".repeat(31)}$`));
  });

  it("shows markup inside a name as text", () => {
    const [failure] = all(parse(EVIL), "failure");
    expect(failure!.textContent).toContain("]]></failure><b>|`*_[x](https://e.org)@all");
  });
});

describe("Markdown", () => {
  it("says verdict, records, coverage and evidence", () => {
    const text = render(DIRTY, "markdown");
    expect(text).toMatch(/^## ❌ v1\.2\.0 is NOT clean: 5 records of 4 blocklisted works present$/m);
    expect(text).toContain("| data/books.jsonl | 17 | opt-outs | 1 | 3 | The Work |");
    expect(render(CLEAN, "markdown")).toMatch(/^## ✅ /);
    expect(render(CLEAN, "markdown")).toContain(CLEAN.evidence!.cid);
  });

  it("makes no markup of a name, and as many cells as the head has", () => {
    const text = render(EVIL, "markdown");
    expect(text).not.toMatch(/[`<@]|:\/\/|]\(/);
    const widths = text
      .split("\n\n")
      .filter((part) => part.startsWith("|"))
      .map((part) => part.split("\n").map((row) => row.split("|").length));
    expect(widths).toHaveLength(3);
    for (const rows of widths) expect(new Set(rows).size).toBe(1);
  });

  it("stays below what a summary may have", () => {
    const findings = Array.from({ length: 5000 }, (_, i) => ({
      ...EVIL.findings[0]!,
      row: i + 1,
      reason: HOSTILE.repeat(3),
    }));
    const text = render({ ...EVIL, findings }, "markdown");
    expect(Buffer.byteLength(text)).toBeLessThan(1 << 20);
    expect(text).toContain("4950 more records");
  });
});

describe("workflow commands", () => {
  it("annotate each file and say the verdict", () => {
    const lines = render(DIRTY, "github").trimEnd().split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^::error file=data\/books\.jsonl,line=17,title=blocklisted by "opt-outs"::record 17 /);
    expect(lines[4]).toMatch(/^::error file=s3%3A\/\/bucket\/part 1,title=/);
    expect(lines[5]).toBe("::error::v1.2.0 is NOT clean: 5 records of 4 blocklisted works present");
    expect(render(CLEAN, "github")).toMatch(/^::notice::/);
    expect(render(OPEN, "github")).toMatch(/^::warning::/);
  });

  it("contain no command from inside a name", () => {
    const lines = render(EVIL, "github").trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^::error file=[^:,]*,line=17,title=[^:,]*::record 17 /);
  });
});

describe("a release that is behind", () => {
  const sentence = 'of "opt-outs" true up to epoch 1 of 2, one page behind since 2026-01-31';

  it("has the same words in every document", () => {
    for (const kind of ["text", "github"] as const)
      expect(render(BEHIND, kind)).toContain(`v1.2.0 is behind: ${sentence}`);
    expect(render(BEHIND, "markdown")).toContain("## ⏳ v1.2.0 is behind: of");
    expect(render(BEHIND, "junit")).toContain(
      '<skipped message="behind: true up to epoch 1 of 2, one page behind since 2026-01-31"/>',
    );
    expect(render(BEHIND, "env")).toContain("status=behind\n");
    expect(render(BEHIND, "github")).toMatch(/^::warning::/);
  });
});

describe("text", () => {
  it("ends in the verdict, after a line for each record that an editor can follow", () => {
    const lines = render(DIRTY, "text").trimEnd().split("\n");
    expect(lines[0]).toMatch(
      /^data\/books\.jsonl:17: record 17 is blocklisted by "opt-outs": entry 3 of page 1, The Work$/,
    );
    expect(lines.at(-1)).toBe("v1.2.0 is NOT clean: 5 records of 4 blocklisted works present");
    expect(render(CLEAN, "text")).toMatch(/v1\.2\.0 is clean: its shards hold no entry of "opt-outs"\n$/);
    expect(render(OPEN, "text")).toMatch(/is open: 2 pages not proved yet\n$/);
  });

  it.each(["dry-run", "plan-only"] as const)("of a %s says what was not done", (mode) => {
    const words =
      mode === "dry-run" ? /a dry run has looked .* found none, and proves nothing/ : /a plan looks for nothing/;
    for (const report of [OPEN, BEHIND])
      expect(
        render({ ...report, mode }, "text")
          .trimEnd()
          .split("\n")
          .at(-1),
      ).toMatch(words);
    expect(render({ ...CLEAN, mode }, "text")).not.toMatch(words);
  });

  it("always says what a development key is worth", () => {
    expect(render(CLEAN, "text")).toMatch(/development key/);
    expect(render({ ...CLEAN, development: false }, "text")).not.toMatch(/development key/);
  });
});

test("lines of name and value say what a later step asks for", () => {
  const linesOf = (report: ReleaseReport) =>
    Object.fromEntries(
      render(report, "env")
        .trimEnd()
        .split("\n")
        .map((line) => line.split("=")),
    );
  expect(linesOf(CLEAN)).toEqual({
    status: "clean",
    release: CLEAN.release,
    evidence: CLEAN.evidence!.cid,
    evidence_path: "out/evidence",
    findings: "0",
    made: "4",
    reused: "2",
  });
  expect(linesOf(DIRTY)).toMatchObject({ status: "dirty", release: "", evidence: "", findings: "5" });
});
