import { createHash } from "node:crypto";
import { mkdtemp, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { prove } from "../../../prover/groth16/prover/prove.ts";
import { finishCeremony, startCeremony } from "../../../prover/setup/ceremony.ts";
import { applyBeacon, contributeToCeremony } from "../../../prover/setup/contribute.ts";
import { KNOWN_POWERS_OF_TAU } from "../../../prover/setup/knownPowersOfTau.ts";
import { ARTIFACT_FILES } from "../../../prover/setup/lock.ts";
import { readSection, readSections } from "../../../prover/setup/sections.ts";
import { loadVerifiedArtifacts } from "../../../prover/setup/verifiedArtifacts.ts";
import { readZkey } from "../../../prover/setup/zkey.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { PRODUCT, productArtifacts, productInput } from "../../support/groth16.ts";

/** Of the Perpetual Powers of Tau, 2^12, as an npm package happens to bring it. */
const FROM = { ptau: join(PROJECT_ROOT, "node_modules/circomkit/ptau/powersOfTau28_hez_final_12.ptau") };
const BEACON = { hash: "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20", iterations: 10 };

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ceremony-"));
  await startCeremony(PRODUCT, FROM, at("0.zkey"));
  await contributeToCeremony(at("0.zkey"), at("1.zkey"), "first");
  await writeFile(at("dice"), "4 2 6 1 1 3");
  await contributeToCeremony(at("1.zkey"), at("2.zkey"), "second", at("dice"));
  await applyBeacon(at("2.zkey"), at("3.zkey"), BEACON);
  return () => rm(folder, { recursive: true });
});

test("the powers of tau are those of the ceremony that snarkjs's README names", async () => {
  const hash = createHash("blake2b512")
    .update(await readFile(FROM.ptau))
    .digest("hex");
  expect(KNOWN_POWERS_OF_TAU.has(hash)).toBe(true);
  expect(KNOWN_POWERS_OF_TAU.size).toBe(21);
});

test("a whole ceremony ends in artifacts that pass verification and prove", async () => {
  const { lock } = await finishCeremony(PRODUCT, FROM, at("3.zkey"), at("artifacts"));
  expect(lock).toMatchObject({ setup: "ceremony", circuit: "product" });
  expect(lock.contributions.map(({ kind, name }) => [kind, name])).toEqual([
    ["contribution", "first"],
    ["contribution", "second"],
    ["beacon", ""],
  ]);
  const artifacts = await loadVerifiedArtifacts(at("artifacts"));
  expect((await prove(artifacts, productInput(3n))).publicSignals).toEqual([3n, 225n]);
  expect(await codeOf(() => finishCeremony(PRODUCT, FROM, at("3.zkey"), at("artifacts")))).toBe("setup/exists");
});

test("each flipped byte in the artifacts of a ceremony is refused", async () => {
  const made = await finishCeremony(PRODUCT, FROM, at("3.zkey"), at("flipped"));
  for (const name of ARTIFACT_FILES) {
    const path = join(made.folder, name);
    const bytes = await readFile(path);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 1]! ^= 0x20;
    await writeFile(path, changed);
    expect(await codeOf(() => loadVerifiedArtifacts(made.folder))).toBe("setup/hash-differs");
    await writeFile(path, bytes);
  }
  expect(await codeOf(() => loadVerifiedArtifacts(made.folder))).toBe("accepted");
});

test("a contribution's hash is the one that snarkjs gives its maker", async () => {
  const { hash } = await contributeToCeremony(at("1.zkey"), at("other.zkey"), "other");
  expect((await readZkey(at("other.zkey"))).contributions.at(-1)!.hash).toBe(hash);
  const { contributions } = await readZkey(at("3.zkey"));
  expect(contributions[0]).toEqual((await readZkey(at("1.zkey"))).contributions[0]);
  expect(new Set([...contributions.map((each) => each.hash), hash]).size).toBe(4);
});

test("a key without a contribution, or with a beacon alone, is refused", async () => {
  expect(await codeOf(() => finishCeremony(PRODUCT, FROM, at("0.zkey"), at("none")))).toBe("setup/delta-is-gamma");
  await applyBeacon(at("0.zkey"), at("public.zkey"), BEACON);
  expect(await codeOf(() => finishCeremony(PRODUCT, FROM, at("public.zkey"), at("none")))).toBe(
    "setup/no-contribution",
  );
  await expect(stat(at("none"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a development key cannot pass for a ceremony's", async () => {
  const { zkey } = await productArtifacts();
  expect(await codeOf(() => finishCeremony(PRODUCT, FROM, zkey, at("none")))).toBe("setup/ceremony");
});

/** Where the content of one section of a zkey begins. */
async function sectionOffset(path: string, type: number): Promise<number> {
  const file = await open(path);
  const { offset } = (await readSections(file, "zkey", path)).get(type)!;
  await file.close();
  return offset;
}

test.each([2, 3, 4, 5, 6, 7, 8, 9, 10])(
  "a byte flipped in section %i of the key does not get through the ceremony's check",
  async (type) => {
    const bytes = await readFile(at("3.zkey"));
    bytes[(await sectionOffset(at("3.zkey"), type)) + 100]! ^= 1;
    await writeFile(at("damaged.zkey"), bytes);
    expect(await codeOf(() => finishCeremony(PRODUCT, FROM, at("damaged.zkey"), at("none")))).toMatch(
      /^setup\/(ceremony|malformed|other-field)$/,
    );
  },
);

test("powers of tau that are unknown, too small or broken are refused", async () => {
  const bytes = await readFile(FROM.ptau);
  bytes[bytes.length - 1]! ^= 1;
  const other = join(folderWith({ "other.ptau": bytes, "text.ptau": "no powers" }), "other.ptau");
  expect(await codeOf(() => startCeremony(PRODUCT, { ptau: other }, at("none.zkey")))).toBe("setup/unknown-ptau");
  expect(await codeOf(() => startCeremony(PRODUCT, { ...FROM, ptauHash: "00" }, at("none.zkey")))).toBe(
    "setup/unknown-ptau",
  );
  const text = join(other, "../text.ptau");
  const ptauHash = createHash("blake2b512").update("no powers").digest("hex");
  expect(await codeOf(() => startCeremony(PRODUCT, { ptau: text, ptauHash }, at("none.zkey")))).toBe(
    "setup/ptau-unfit",
  );
  expect(await codeOf(() => startCeremony(PRODUCT, { ptau: at("absent") }, at("none.zkey")))).toBe("setup/ptau-unfit");
  await expect(stat(at("none.zkey"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a beacon, a name and entropy that cannot be used are refused", async () => {
  for (const beacon of [
    { hash: "xyz", iterations: 10 },
    { hash: "", iterations: 10 },
    { hash: "00", iterations: 9 },
    { hash: "00", iterations: 64 },
  ])
    expect(await codeOf(() => applyBeacon(at("1.zkey"), at("none.zkey"), beacon))).toBe("setup/beacon");
  expect(await codeOf(() => contributeToCeremony(at("1.zkey"), at("none.zkey"), "é"))).toBe("setup/name");
  expect(await codeOf(() => contributeToCeremony(at("1.zkey"), at("none.zkey"), "x", at("absent")))).toBe(
    "setup/entropy",
  );
  expect(await codeOf(() => contributeToCeremony(at("dice"), at("none.zkey"), "x"))).toBe("setup/malformed");
});

test("the coefficients of a development key are those that snarkjs writes", async () => {
  const coefficients = async (path: string) => {
    const file = await open(path);
    const bytes = await readSection(file, await readSections(file, "zkey", path), 4);
    await file.close();
    return bytes;
  };
  const { zkey } = await productArtifacts();
  expect((await coefficients(zkey)).equals(await coefficients(at("0.zkey")))).toBe(true);
});
