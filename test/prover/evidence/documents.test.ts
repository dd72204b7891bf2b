import { readFile } from "node:fs/promises";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { expect, test } from "vitest";
import { makeEvidenceDocuments } from "../../../prover/evidence/documents/index.ts";
import type { ReleaseFacts } from "../../../prover/evidence/facts.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { evidenceScene } from "../../support/evidence.ts";
import { folderWith } from "../../support/folder.ts";

async function made(changed: Partial<ReleaseFacts> = {}) {
  const folder = folderWith();
  const { parts, keyPath } = await evidenceScene(folder);
  const { facts, folder: pack } = await makeEvidence(parts, { keyPath, out: folder });
  const documents = makeEvidenceDocuments({ ...facts, ...changed });
  const text = (name: string) => Buffer.from(documents.get(name)!).toString();
  return { facts, pack, text, json: (name: string) => JSON.parse(text(name)) };
}

const CHAIN = {
  chainId: 1,
  blocklists: `0x${"a".repeat(40)}`,
  ledger: `0x${"b".repeat(40)}`,
  releases: `0x${"c".repeat(40)}`,
  release: `0x${"d".repeat(64)}`,
  blocks: [{ number: 7, hash: `0x${"e".repeat(64)}`, time: 1_780_000_000 }],
};

test.each<[string, Partial<ReleaseFacts>]>([
  ["as it is", {}],
  ["on a chain", { chain: CHAIN }],
])("the CycloneDX document of a release %s is valid by the official schema", async (_, changed) => {
  const { text } = await made(changed);
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(text("bom.cdx.json"))).toBeNull();
  expect(await validator.validate(text("bom.cdx.json").replace("SHA-256", "SHA-257"))).not.toBeNull();
});

test("the CycloneDX document claims each exclusion of a shard, with a bundle as its evidence", async () => {
  const { json, facts } = await made();
  const { declarations, components, metadata } = json("bom.cdx.json");
  expect(declarations.claims).toHaveLength(facts.exclusions.length);
  expect(declarations.claims[2]).toMatchObject({ target: "shard-1", evidence: ["proof-2"] });
  expect(declarations.evidence[2].description).toContain(facts.exclusions[2]!.bundle.digest.sha256);
  expect(components.map(({ name }: { name: string }) => name)).toEqual(
    [...facts.shards, ...facts.lists].map(({ name }) => name),
  );
  expect(metadata.component.hashes).toEqual([{ alg: "SHA-256", content: facts.declared.weights.digest }]);
});

test("the Croissant document has what version 1.0 requires, and its files are those of the pack", async () => {
  const { json, facts, pack } = await made();
  const document = json("croissant.json");
  const required = [
    "@context",
    "@type",
    "conformsTo",
    "description",
    "license",
    "name",
    "url",
    "creator",
    "datePublished",
    "version",
  ];
  expect(Object.keys(document)).toEqual(expect.arrayContaining(required));
  for (const [i, file] of document.distribution.entries()) {
    expect(file.identifier).toBe(`urn:disjoint:commitment:${facts.shards[i]!.commitment}`);
    expect(sha256(await readFile(`${pack}/${file.contentUrl}`))).toBe(file.sha256);
  }
});

test(
  "every sentence for people says whether it is proved or stated, and no stated thing is called " + "proved",
  async () => {
    const { text, json } = await made({ chain: CHAIN });
    for (const name of ["eu-training-summary", "ca-ab-2013"]) {
      const { items } = json(`${name}.json`);
      const sentences = items.flatMap(
        ({ sentences }: { sentences: { standing: string; text: string }[] }) => sentences,
      );
      const lines = text(`${name}.md`)
        .split("\n")
        .filter((line) => line.startsWith("- "));
      expect(lines.every((line) => /^- \*\*(PROVED|STATED|OPEN)\*\* /.test(line))).toBe(true);
      expect(lines.filter((line) => line.includes("**OPEN**")).length).toBe(lines.length - sentences.length);
      for (const { standing, text } of sentences)
        expect(standing, text).toBe(/^No key in |^The blocks /.test(text) ? "proved" : "stated");
    }
    const ids = json("ca-ab-2013.json").items.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(["(1)", "(3)", "(4)", "(5)", "(9)", "(10)", "(2), (6), (7), (8), (11), (12)"]);
  },
);

test("names from outside never become markup", async () => {
  const { facts } = await made();
  const lists = facts.lists.map((list) => ({ ...list, name: "<b>](x) **PROVED**" }));
  const text = Buffer.from(makeEvidenceDocuments({ ...facts, lists }).get("eu-training-summary.md")!).toString();
  expect(text).not.toContain("<b>]");
  expect(text.match(/[^\\]\*\*PROVED/g)!.length).toBe(2 * facts.lists.length);
});
