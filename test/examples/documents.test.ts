import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readRelease } from "../../prover/chain/releases/release.ts";
import { DECLARATION_DOCUMENT } from "../../prover/evidence/facts.ts";
import { readDocument } from "../../prover/shared/document.ts";
import { parseJson } from "../../prover/shared/json.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const path = (name: string) => join(PROJECT_ROOT, "examples/documents", name);

test("the declaration and the release of the vendor guide are read, and are of one model and one shard", async () => {
  const document = parseJson(readFileSync(path("declaration.json")), "declaration.json");
  const declared = readDocument("declaration.json", "evidence/invalid", "", (reader) =>
    DECLARATION_DOCUMENT.read(reader, document, "$"),
  );
  const release = await readRelease(path("release.json"));
  const { model, version, weights, terms, parents } = release;
  expect(declared).toMatchObject({ model, version, terms, parents, weights: { kind: "sha256", digest: weights } });
  expect(declared.shards.map(({ commitment }) => commitment)).toEqual(
    release.shards.map(({ commitment }) => String(commitment)),
  );
});
