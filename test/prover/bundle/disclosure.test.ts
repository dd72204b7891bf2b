import { beforeAll, describe, expect, it } from "vitest";
import { computePageDigest } from "../../../prover/blocklist/page.ts";
import { type CircuitDisclosure, readDisclosure, writeDisclosure } from "../../../prover/bundle/disclosure.ts";
import { type Listing, readListing, writeListing } from "../../../prover/bundle/listing.ts";
import { pageOf, verifyDisclosure } from "../../../prover/bundle/verifyDisclosure.ts";
import { verifyListing } from "../../../prover/bundle/verifyListing.ts";
import { keyToHex } from "../../../prover/fingerprint/key.ts";
import type { CircuitKind } from "../../../prover/shared/circuit.ts";
import { inspectDocument, inspectJson } from "../../../prover/shared/document.ts";
import { toCommitment } from "../../../prover/shared/ids.ts";
import { placesIn } from "../../support/documents.ts";
import { simulatedId, simulatedKey, simulatedProof } from "../../support/evidence.ts";
import { poseidon, workKey } from "../../support/scene.ts";
import { publishedSchema } from "../../support/schema.ts";

const KEY = keyToHex(workKey("a work"));
const COMMITMENT = 1234567n;
const DIGEST = 4321n;

const pinned = (kind: CircuitKind, pageSize: number) => [{ kind, key: simulatedKey(), pageSize }];
const INCLUSION = pinned("inclusion", 1);
const EXCLUSION = pinned("exclusion", 16);
const LISTING = pinned("listing", 16);

const disclosure = (answer: CircuitDisclosure["answer"], statement: bigint): CircuitDisclosure => ({
  key: KEY,
  scheme: "sha256",
  commitment: toCommitment(COMMITMENT),
  answer,
  circuitId: simulatedId(),
  proof: simulatedProof(COMMITMENT, statement),
});

let present: CircuitDisclosure;
let absent: CircuitDisclosure;
beforeAll(() => {
  present = disclosure("present", BigInt(`0x${KEY}`));
  absent = disclosure("absent", pageOf(KEY));
});

const listing: Listing = {
  key: KEY,
  scheme: "sha256",
  blocklist: { name: "music", root: "ab".repeat(32) },
  page: 3,
  epoch: 2,
  pageSize: 16,
  pageDigest: DIGEST,
  circuitId: simulatedId(),
  proof: simulatedProof(DIGEST, BigInt(`0x${KEY}`)),
};

const bytes = (text: string) => Buffer.from(text);
const file = (given: CircuitDisclosure) => bytes(writeDisclosure(given));
const failing = (given: CircuitDisclosure, circuits = [...INCLUSION, ...EXCLUSION], asked = {}) =>
  verifyDisclosure(file(given), { circuits, ...asked }).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

/**
 * Every way to change one field of a document to another of the same kind: the paths at which the result is accepted.
 */
function acceptedChanges(original: unknown, accepts: (text: Buffer) => boolean): string[] {
  return [...placesIn(original).keys()].flatMap((index) => {
    const document = structuredClone(original);
    const { container, name, path } = placesIn(document)[index]!;
    const value = container[name];
    if (typeof value === "number") container[name] = value + 1;
    else if (typeof value === "string") container[name] = value.replace(/.$/, (last) => (last === "1" ? "2" : "1"));
    else delete container[name];
    return accepts(bytes(JSON.stringify(document))) ? [path] : [];
  });
}

describe("a disclosure", () => {
  it("holds, whichever the answer, for the shard and the work that are asked about", () => {
    for (const each of [present, absent]) {
      expect(failing(each)).toEqual([]);
      expect(failing(each, undefined, { commitment: COMMITMENT, key: KEY })).toEqual([]);
      expect(inspectJson(file(each), "it", readDisclosure)).toEqual({ value: each, issues: [] });
      expect(file(each).length).toBeLessThan(2000);
    }
  });

  it("of absence is about the page that has the key alone, as a list would have it", async () => {
    const page = { size: 16, salt: 0n, keys: [workKey("a work")] } as const;
    expect(pageOf(KEY)).toBe(await computePageDigest(page, poseidon));
  });

  it("of another shard, another work or the other answer is refused by name", () => {
    expect(failing(present, undefined, { commitment: 1n })).toEqual(["commitment"]);
    expect(failing(present, undefined, { key: keyToHex(workKey("another")) })).toEqual(["key"]);
    expect(failing({ ...present, answer: "absent" })).toEqual(["proof"]);
    expect(failing({ ...absent, answer: "present" })).toEqual(["proof"]);
  });

  it("needs a circuit that is pinned for its kind and size", () => {
    expect(failing(present, EXCLUSION)).toEqual(["circuit", "proof"]);
    expect(failing(absent, INCLUSION)).toEqual(["circuit", "proof"]);
    expect(failing(present, [...LISTING, ...pinned("inclusion", 16)])).toEqual(["circuit", "proof"]);
    expect(failing(absent, pinned("exclusion", 256))).toEqual(["circuit", "proof"]);
    expect(failing(present, [])).toEqual(["circuit", "proof"]);
  });

  it("is refused with any field changed except the scheme, which the key implies", () => {
    const policy = { circuits: [...INCLUSION, ...EXCLUSION] };
    for (const each of [present, absent])
      expect(
        acceptedChanges(JSON.parse(writeDisclosure(each)), (text) => verifyDisclosure(text, policy).verdict),
      ).toEqual(["$.scheme"]);
  });

  it("has no key 0", () => {
    const zero = { ...disclosure("present", 0n), key: "0".repeat(62) };
    expect(failing(zero)).toEqual(["format"]);
  });
});

describe("a listing", () => {
  const list = {
    ...listing.blocklist,
    scheme: "sha256",
    epochs: [2, 5],
    pages: [1n, 2n, 3n, DIGEST, 5n].map((pageDigest) => ({ pageSize: 16, pageDigest })),
  };
  const verify = (text: Buffer, policy: object = {}) => verifyListing(text, { circuits: LISTING, list, ...policy });

  it("holds for its place in a list, and without the list for its page", () => {
    const text = bytes(writeListing(listing));
    expect(verify(text, { key: KEY })).toMatchObject({ verdict: true, scope: "list", listing });
    expect(verify(text, { list: undefined })).toMatchObject({ verdict: true, scope: "page" });
    expect(verify(text, { list: undefined, lists: [listing.blocklist] }).verdict).toBe(true);
    expect(inspectJson(text, "it", readListing)).toEqual({ value: listing, issues: [] });
  });

  it("needs a circuit that is pinned for its kind and size", () => {
    for (const circuits of [EXCLUSION, INCLUSION, pinned("listing", 256), []])
      expect(verify(bytes(writeListing(listing)), { circuits }).verdict).toBe(false);
  });

  it("is refused when any field is another", () => {
    const accepted = acceptedChanges(JSON.parse(writeListing(listing)), (text) => verify(text).verdict);
    expect(accepted).toEqual([]);
  });
});

/** Documents that no reader takes for what they say they are, by what was done to them. */
const BROKEN: Record<string, (document: Record<string, unknown>) => unknown> = {
  "another format": (document) => ({ ...document, format: `${document.format}1` }),
  "an unknown field": (document) => ({ ...document, note: "" }),
  "a missing field": ({ scheme: _, ...document }) => document,
  "a key in upper case": (document) => ({ ...document, key: "A".repeat(62) }),
  "the key 0": (document) => ({ ...document, key: "0".repeat(62) }),
  "a circuit id without 0x": (document) => ({ ...document, circuitId: "0".repeat(64) }),
  "a scheme that is no name": (document) => ({ ...document, scheme: "SHA" }),
  "a number for a proof": (document) => ({ ...document, proof: 1 }),
};

describe("the published shapes", () => {
  it.each(Object.keys(BROKEN))("and the readers refuse %s", async (name) => {
    const [disclosures, listings] = await Promise.all(["disclosure", "listing"].map((name) => publishedSchema(name)));
    const documents = [present, absent].map((each) => JSON.parse(writeDisclosure(each)));
    const json = JSON.parse(writeListing(listing));
    expect([...documents.map((each) => disclosures!(each)), listings!(json)]).toEqual([true, true, true]);
    const broken = BROKEN[name]!;
    expect([disclosures!(broken(documents[0]!)), listings!(broken(json))]).toEqual([false, false]);
    expect(inspectDocument((reader) => readDisclosure(reader, broken(documents[0]!))).issues).not.toEqual([]);
    expect(inspectDocument((reader) => readListing(reader, broken(json))).issues).not.toEqual([]);
  });
});
