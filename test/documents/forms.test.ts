import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { loadConfig } from "../../prover/index.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const read = (path: string) => readFileSync(join(PROJECT_ROOT, path), "utf8");

describe("the issue forms", () => {
  const forms = globSync(".github/ISSUE_TEMPLATE/*.yml", { cwd: PROJECT_ROOT }).filter(
    (path) => basename(path) !== "config.yml",
  );

  it.each(forms)("%s has what GitHub requires", (path) => {
    const { name, description, body } = parse(read(path));
    for (const text of [name, description]) expect(text).toMatch(/^\S.{5,}/);
    const ids = body.flatMap(({ id }: { id?: string }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, attributes } of body) {
      expect(["markdown", "textarea", "input"]).toContain(type);
      expect(type === "markdown" ? attributes.value : attributes.label).toMatch(/\S/);
    }
    expect(body.some(({ validations }: { validations?: { required: boolean } }) => validations?.required)).toBe(true);
  });

  it("exist, and refer vulnerabilities to the security policy", () => {
    expect(forms.length).toBeGreaterThan(1);
    expect(read(".github/ISSUE_TEMPLATE/bug_report.yml")).toContain("SECURITY.md");
  });
});

test("every line of CODEOWNERS has a pattern and an owner", () => {
  const lines = read(".github/CODEOWNERS")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines).not.toEqual([]);
  for (const line of lines) expect(line).toMatch(/^\S+( (@[\w/-]+|\S+@\S+\.\S+))+$/);
});

test("the configuration of the vendor guide is a valid one", async () => {
  const config = await loadConfig(join(PROJECT_ROOT, "examples/vendor.config.yaml"));
  expect(config).toMatchObject({ vendor: "Sample Ltd", policy: { minimumEpoch: 3, maximumLag: 0 } });
});

test("the changelog has the form that it names", () => {
  const headings = [...read("CHANGELOG.md").matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!);
  expect(headings[0]).toBe("[Unreleased]");
  for (const heading of headings.slice(1)) expect(heading).toMatch(/^\[?\d+\.\d+\.\d+\]?( - \d{4}-\d\d-\d\d)?$/);
  const kinds = [...read("CHANGELOG.md").matchAll(/^### (.*)$/gm)].map(([, kind]) => kind!);
  const known = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
  expect(kinds.filter((kind) => !known.includes(kind))).toEqual([]);
});
