import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { shinglesOf } from "../../prover/fingerprint/minhash.ts";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { random } from "../support/random.ts";
import { manuals, similarity } from "../support/similarity.ts";

/** Manuals in the corpus, and those of them that are listed in an altered form. */
const CORPUS = 120;
const LISTED = 8;

const nameOf = (i: number) => `${String(i).padStart(4, "0")}.md`;
const shingles = (text: string) => shinglesOf(Buffer.from(text));

let at: (name: string) => string;
let texts: string[];
let altered: string[];
beforeAll(async () => {
  await ensureArtifacts("exclusion_16x60");
  const temporary = await temporaryFolder();
  at = (name) => join(temporary.path, name);
  const all = manuals();
  texts = all.slice(0, CORPUS);
  const corpus = texts.map(shingles);
  const absent = all.slice(CORPUS).find((text) => {
    const own = shingles(text);
    return corpus.every((other) => similarity(own, other) < 0.2);
  });
  const next = random(5);
  altered = texts.slice(0, LISTED).map((text) => text.replace(/\S+/g, (word) => (next() < 0.005 ? "altered" : word)));
  write("corpus", texts);
  write("altered", altered);
  write("absent", [absent!]);
  await expectRun(
    0,
    "commit",
    at("corpus"),
    "--format",
    "files",
    "--out",
    at("shard"),
    "--scheme",
    "text",
    "--scheme",
    "minhash",
  );
  const minhash = ["--works", "--scheme", "minhash", "--page-size", "16"];
  await expectRun(0, "blocklist", "build", at("altered"), ...minhash, "--out", at("listed"));
  await expectRun(0, "blocklist", "build", at("absent"), ...minhash, "--out", at("others"));
  return temporary.remove;
}, 900_000);

function write(folder: string, contents: readonly string[]): void {
  mkdirSync(at(folder));
  for (const [i, content] of contents.entries()) writeFileSync(join(at(folder), nameOf(i)), content);
}

async function expectRun(code: number, ...args: string[]): Promise<Record<string, unknown>> {
  const ran = await disjoint([...args, "--json"]);
  expect({ code: ran.code, stderr: code === 0 ? "" : ran.stderr }).toMatchObject({ code });
  return jsonOf(ran);
}

describe("a corpus of texts written by people", () => {
  it("is recognized file by file although the listed works were altered", async () => {
    const { present } = await expectRun(1, "check", at("shard"), "--list", at("listed"));
    const findings = present as { label: string; records: { source: string }[] }[];
    const found = new Set(findings.flatMap(({ records }) => records.map(({ source }) => source)));
    for (let i = 0; i < LISTED; i++) expect(found).toContain(nameOf(i));
    const listed = altered.map(shingles);
    for (const source of found) {
      const text = shingles(texts[Number.parseInt(source, 10)]!);
      expect(Math.max(...listed.map((other) => similarity(text, other)))).toBeGreaterThan(0.5);
    }
  });

  it("gets no proof against a list if it contains a work of it", async () => {
    await expectRun(1, "prove", at("shard"), "--list", at("listed"), "--out", at("none"));
    expect(existsSync(at("none/bundle.json"))).toBe(false);
  });

  it("is proved to contain nothing that resembles other texts", async () => {
    await expectRun(0, "check", at("shard"), "--list", at("others"));
    await expectRun(0, "prove", at("shard"), "--list", at("others"), "--out", at("proofs"), "--circuits", "smallest");
    const verified = await expectRun(0, "verify", at("proofs/bundle.json"), "--list", at("others"));
    expect(verified).toMatchObject({ verdict: true });
  });
});
