import { createHash } from "node:crypto";
import fc from "fast-check";
import { groth16 } from "snarkjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PageBundle, type PageBundleJson, writeBundle } from "../../../prover/bundle/document.ts";
import type { ExpectedList } from "../../../prover/bundle/expected.ts";
import type { PinnedCircuit } from "../../../prover/bundle/pinned.ts";
import { verifyBundle } from "../../../prover/bundle/verify.ts";
import { proofToSnarkjs } from "../../../prover/groth16/proof.ts";
import { prove } from "../../../prover/groth16/prover/prove.ts";
import { verificationKeyToSnarkjs } from "../../../prover/groth16/verificationKey.ts";
import type { Artifacts } from "../../../prover/setup/verifiedArtifacts.ts";
import { BASE_ORDER, FIELD_ORDER } from "../../../prover/shared/field.ts";
import { toCommitment } from "../../../prover/shared/ids.ts";
import { endSnarkjs, productArtifacts, productInput } from "../../support/groth16.ts";

const COMMITMENT = 1234567890123456789n;
const ROOT = createHash("sha256").update("list").digest("hex");

let artifacts: Artifacts;
let bundle: PageBundle;
let pinned: PinnedCircuit[];
let expected: ExpectedList;

beforeAll(async () => {
  artifacts = await productArtifacts();
  const { circuitId } = artifacts.lock;
  const statements = [];
  for (const page of [0, 1]) {
    const { proof, publicSignals } = await prove(artifacts, productInput(COMMITMENT, BigInt(page + 7)));
    statements.push({ page, pageSize: 16, pageDigest: publicSignals[1]!, circuitId, proof });
  }
  bundle = {
    commitment: toCommitment(COMMITMENT),
    scheme: "sha256",
    blocklist: { name: "opt-out", root: ROOT },
    statements,
  };
  pinned = [{ kind: "exclusion", key: artifacts.key, pageSize: 16 }];
  expected = {
    name: "opt-out",
    root: ROOT,
    scheme: "sha256",
    pages: statements.map(({ pageSize, pageDigest }) => ({ pageSize, pageDigest })),
  };
});

afterAll(endSnarkjs);

const verifyText = (text: string, list: ExpectedList | undefined = expected) =>
  verifyBundle(Buffer.from(text), pinned, list);
const failing = (text: string, list?: ExpectedList) =>
  verifyText(text, list).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));
const json = (): PageBundleJson => JSON.parse(writeBundle(bundle));

test("a good bundle holds for the whole list, and snarkjs agrees on every proof", async () => {
  const verdict = verifyText(writeBundle(bundle));
  expect(verdict).toMatchObject({ verdict: true, scope: "list" });
  expect(verdict.checks.map(({ name }) => name)).toEqual([
    "format",
    "list-name",
    "list-root",
    "scheme",
    "list-complete",
    "list-pages",
    ...[0, 1].flatMap((page) => [`page-${page}-circuit`, `page-${page}-proof`]),
  ]);
  for (const { pageDigest, proof } of bundle.statements)
    expect(
      await groth16.verify(
        verificationKeyToSnarkjs(artifacts.key),
        [`${COMMITMENT}`, `${pageDigest}`],
        proofToSnarkjs(proof),
      ),
    ).toBe(true);
});

test("without the list no more is claimed than the statements", () => {
  expect(verifyBundle(Buffer.from(writeBundle(bundle)), pinned)).toMatchObject({ verdict: true, scope: "statements" });
});

test("the same bundle is the same bytes", () => {
  expect(writeBundle(structuredClone(bundle))).toBe(writeBundle(bundle));
});

test("what is missing, too much or not pinned is named", () => {
  const without = { ...bundle, statements: bundle.statements.slice(1) };
  expect(failing(writeBundle(without))).toEqual(["list-complete"]);
  const [first] = expected.pages;
  expect(failing(writeBundle(bundle), { ...expected, pages: [first!] })).toEqual(["list-pages"]);
  expect(failing(writeBundle(bundle), { ...expected, pages: [] })).toContain("list-complete");
  expect(
    failing(writeBundle(bundle), { ...expected, pages: expected.pages.map((page) => ({ ...page, pageSize: 256 })) }),
  ).toEqual(["list-pages"]);
  expect(verifyBundle(Buffer.from(writeBundle(bundle)), [], expected).verdict).toBe(false);
  for (const trust of [
    { kind: "exclusion", pageSize: 256 },
    { kind: "inclusion", pageSize: 16 },
    { kind: "listing", pageSize: 16 },
  ] as const)
    expect(verifyBundle(Buffer.from(writeBundle(bundle)), [{ ...trust, key: artifacts.key }], expected).verdict).toBe(
      false,
    );
});

test("every bad field is reported at once", () => {
  const document = json() as unknown as { commitment: number; scheme: string; statements: { pageSize: number }[] };
  document.commitment = 3;
  document.scheme = "SHA 256";
  document.statements[1]!.pageSize = 17;
  const [format] = verifyText(JSON.stringify(document)).checks;
  for (const path of ["$.commitment", "$.scheme", "$.statements[1].pageSize"]) expect(format!.detail).toContain(path);
});

test.each<[string, (text: string) => string]>([
  ["a repeated key", (text) => text.replace('"scheme"', '"scheme": "sha256", "scheme"')],
  ["a byte order mark", (text) => `\uFEFF${text}`],
  ["something after the document", (text) => `${text}{}`],
  ["half a document", (text) => text.slice(0, -10)],
  ["nothing", () => ""],
])("%s is refused", (_, change) => {
  expect(failing(change(writeBundle(bundle)))).toEqual(["format"]);
});

/** A place in a document: the object or array that holds it, and its key there. */
type Place = { holder: Record<string, unknown> | unknown[]; key: string | number; path: string };

function places(value: unknown, path = "$"): Place[] {
  if (value === null || typeof value !== "object") return [];
  const holder = value as Record<string, unknown>;
  const keys = Array.isArray(value) ? value.keys().toArray() : Object.keys(value);
  return keys.flatMap((key) => [{ holder, key, path: `${path}.${key}` }, ...places(holder[key], `${path}.${key}`)]);
}

const get = ({ holder, key }: Place): unknown => (holder as Record<string | number, unknown>)[key];
const set = ({ holder, key }: Place, value: unknown): void => {
  (holder as Record<string | number, unknown>)[key] = value;
};

/** Ways to change one field; each must make any field of any bundle wrong, or leave it as it was. */
const MUTATIONS: Record<string, (place: Place) => void> = {
  "taken away": ({ holder, key }) =>
    void (Array.isArray(holder) ? holder.splice(key as number, 1) : delete holder[key]),
  "made null": (place) => set(place, null),
  "made a number": (place) => set(place, 1.5),
  "made empty": (place) => set(place, ""),
  "wrapped in an array": (place) => set(place, [get(place)]),
  "turned from number to text, or from text to number": (place) => {
    if (typeof get(place) === "number") set(place, String(get(place)));
    else if (typeof get(place) === "string") set(place, Number(get(place)));
  },
  "given a sibling": ({ holder, key }) => {
    if (Array.isArray(holder)) holder.push(holder[key as number]);
    else holder[`${key}2`] = holder[key];
  },
  "one more": (place) => {
    const value = get(place);
    if (typeof value === "number") set(place, value + 1);
    else if (typeof value === "string" && /^\d+$/.test(value)) set(place, String(BigInt(value) + 1n));
  },
  "the field order more": (place) => {
    const value = get(place);
    if (typeof value !== "string" || !/^\d+$/.test(value)) return;
    set(place, String(BigInt(value) + (place.path.includes("proof") ? BASE_ORDER : FIELD_ORDER)));
  },
  "in hexadecimal": (place) => {
    const value = get(place);
    if (typeof value === "string" && /^\d+$/.test(value)) set(place, `0x${BigInt(value).toString(16)}`);
  },
  "with a leading zero": (place) => {
    if (typeof get(place) === "string") set(place, `0${get(place)}`);
  },
  "with a blank": (place) => {
    if (typeof get(place) === "string") set(place, `${get(place)} `);
  },
  "in upper case": (place) => {
    const value = get(place);
    if (typeof value === "string") set(place, value.toUpperCase());
  },
  "turned round": (place) => {
    const value = get(place);
    if (Array.isArray(value)) value.reverse();
  },
};

test.each(Object.entries(MUTATIONS))("no field may be %s", (_, mutate) => {
  const original = JSON.stringify(json());
  const wrong: string[] = [];
  let tried = 0;
  for (const index of places(json()).keys()) {
    const document = json();
    const place = places(document)[index]!;
    mutate(place);
    if (JSON.stringify(document) === original) continue;
    tried++;
    if (verifyText(JSON.stringify(document)).verdict) wrong.push(place.path);
  }
  expect(tried).toBeGreaterThan(0);
  expect(wrong).toEqual([]);
});

test("values exchanged between any two fields are noticed", () => {
  const original = JSON.stringify(json());
  const count = places(json()).length;
  fc.assert(
    fc.property(fc.nat(count - 1), fc.nat(count - 1), (one, two) => {
      const document = json();
      const first = places(document)[one]!;
      const second = places(document)[two]!;
      if (first.path.startsWith(second.path) || second.path.startsWith(first.path)) return;
      const kept = get(first);
      set(first, get(second));
      set(second, kept);
      const text = JSON.stringify(document);
      expect(verifyText(text).verdict).toBe(text === original);
    }),
    { numRuns: 200 },
  );
});
