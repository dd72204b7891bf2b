import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectOutputProof, isInBatch, makeOutputBatch, proveOutput } from "../../../prover/custody/outputs/batch.ts";
import { proveStoredOutput, writeOutputBatch } from "../../../prover/custody/outputs/batchFile.ts";
import {
  inspectOutputKeys,
  makeOutputKeysStatement,
  type OutputKeys,
  revokeOutputKey,
  rotateOutputKey,
} from "../../../prover/custody/outputs/keys.ts";
import { inspectOutput, makeOutputStatement } from "../../../prover/custody/outputs/output.ts";
import { type OutputPolicy, verifyOutput } from "../../../prover/custody/outputs/verify.ts";
import { judgeRelease } from "../../../prover/registry.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { bytes } from "../../support/lineage.ts";
import {
  GROWN,
  LIST,
  makeOutputScene,
  OPEN,
  OUTPUT,
  type OutputScene,
  REGISTRY,
  RELEASE,
} from "../../support/outputs.ts";

let scene: OutputScene;
beforeAll(async () => {
  scene = await makeOutputScene();
});
afterAll(() => scene.remove());

const failedIn = ({ checks }: ReturnType<typeof verifyOutput>) => checks.flatMap(({ name, ok }) => (ok ? [] : [name]));
const other = "ef".repeat(32);

describe("an output", () => {
  it("verifies if its key was valid and the registry says that its release is clean", () => {
    const found = verifyOutput(scene.files, scene.policy);
    expect(found.outcome).toBe("true");
    expect(found).toMatchObject({
      output: OUTPUT,
      weights: RELEASE.weights,
      anchored: Date.parse("2026-03-01") / 1000,
    });
    expect(found.clean).toEqual([judgeRelease(REGISTRY, RELEASE.release, LIST.list)]);
    expect(found.clean[0]!.state).toBe("clean");
  });

  it("is behind if a list that was named has grown, and refused if nothing was proved", () => {
    const against = (...lists: string[]) => verifyOutput(scene.files, { ...scene.policy, lists });
    const behind = against(LIST.list, GROWN.list);
    expect(behind.outcome).toBe("behind");
    expect(behind.upTo).toMatchObject([{ list: "grown", epoch: 1, of: 3, pagesBehind: 4 }]);
    const open = against(OPEN.list);
    expect([open.outcome, failedIn(open)]).toEqual(["false", ["release-clean-open"]]);
    const unknown = against(`0x${other}`);
    expect(unknown.outcome).toBe("false");
  });

  it("is not called clean by a registry that was not asked, and all lists are reported if none is named", () => {
    const { lists: _, registry: __, ...rest } = scene.policy;
    const found = verifyOutput(scene.files, rest);
    expect([found.outcome, found.clean]).toEqual(["true", []]);
    expect(failedIn(verifyOutput(scene.files, { ...rest, lists: [LIST.list] }))).toEqual(["release-clean"]);
    const all = verifyOutput(scene.files, { ...rest, registry: REGISTRY });
    expect(all.outcome).toBe("true");
    expect(all.clean.map(({ state }) => state)).toEqual(["clean", "behind", "never-proved"]);
  });

  it("is of a release that the registry does not have if the weights differ or it is missing", async () => {
    const keys = await scene.signKeys({ ...scene.keys, weights: other });
    expect(failedIn(verifyOutput({ ...scene.files, keys }, scene.policy))).toEqual(["output-release-registered"]);
    const release = `0x${other}`;
    const foreign = await scene.signKeys({ ...scene.keys, release });
    const signature = await scene.signOutput({ ...OUTPUT, release });
    const policy: OutputPolicy = { ...scene.policy, release };
    const found = verifyOutput({ ...scene.files, keys: foreign, signature }, policy);
    expect(failedIn(found)).toEqual(["output-release-registered", "release-clean-opt-outs"]);
    expect(failedIn(verifyOutput({ ...scene.files, keys: foreign }, policy))).toContain("output-release");
  });

  it("is refused if it was signed twice, by two lists of keys, or by the vendor's own key", async () => {
    const twice = JSON.parse(Buffer.from(scene.files.signature).toString());
    twice.signatures.push(twice.signatures[0]);
    const signature = bytes(JSON.stringify(twice));
    expect(failedIn(verifyOutput({ ...scene.files, signature }, scene.policy))).toEqual(["output-key"]);
    const own = await scene.vendor.sign(makeOutputStatement(OUTPUT));
    expect(failedIn(verifyOutput({ ...scene.files, signature: own }, scene.policy))).toEqual(["output-key"]);
    const swapped = { ...scene.files, keys: scene.files.signature, signature: scene.files.keys };
    expect(failedIn(verifyOutput(swapped, scene.policy))).toEqual(["output-signature", "output-keys"]);
  });
});

describe("a key for outputs", () => {
  const verified = async (keys: OutputKeys, policy: Partial<OutputPolicy> = {}, proof = true) => {
    const { proof: own, ...files } = scene.files;
    const given = { ...files, keys: await scene.signKeys(keys), ...(proof && own && { proof: own }) };
    return failedIn(verifyOutput(given, { ...scene.policy, ...policy }));
  };
  const publicKey = () => scene.machine.signer.publicKey;
  const revokedAt = (at: string) => revokeOutputKey(scene.keys, publicKey(), { at, reason: "stolen" });

  it("is valid until it is rotated, and not afterwards", async () => {
    const rotate = (time: string) => rotateOutputKey(scene.keys, other, new Date(time));
    expect(await verified(rotate("2026-02-02T00:00:00.000Z"))).toEqual([]);
    expect(await verified(rotate("2026-02-01T00:00:00.000Z"))).toEqual(["key-valid"]);
    expect(rotate("2026-02-02T00:00:00.000Z")).toMatchObject({
      sequence: 2,
      keys: [{ until: "2026-02-02T00:00:00.000Z" }, { publicKey: other, until: null }],
    });
    expect(await codeOf(() => rotateOutputKey(scene.keys, publicKey(), new Date()))).toBe("custody/known-key");
  });

  it("is valid after its revocation only for what was anchored before, whatever date it signed", async () => {
    expect(await verified(revokedAt("2026-03-02T00:00:00.000Z"))).toEqual([]);
    expect(await verified(revokedAt("2026-03-02T00:00:00.000Z"), {}, false)).toEqual(["key-valid"]);
    expect(await verified(revokedAt("2026-02-28T00:00:00.000Z"))).toEqual(["key-valid"]);
    expect(await verified(revokedAt("2026-03-01T00:00:00.000Z"))).toEqual(["key-valid"]);
    const unknown = { anchors: new Map() };
    expect(await verified(revokedAt("2026-03-02T00:00:00.000Z"), unknown)).toEqual(["output-anchor", "key-valid"]);
  });

  it("cannot be revoked later than it was, and must be in the list", async () => {
    const first = revokedAt("2026-03-02T00:00:00.000Z");
    const again = (at: string) => revokeOutputKey(first, publicKey(), { at, reason: "again" }).keys[0]!.revoked;
    expect(again("2026-04-01T00:00:00.000Z")).toEqual({ at: "2026-03-02T00:00:00.000Z", reason: "stolen" });
    expect(again("2026-01-01T00:00:00.000Z")).toEqual({ at: "2026-01-01T00:00:00.000Z", reason: "again" });
    const foreign = () => revokeOutputKey(first, other, { at: "", reason: "" });
    expect(await codeOf(foreign)).toBe("custody/unknown-key");
  });

  it("is in a list with a single spelling", () => {
    const payload = makeOutputKeysStatement(scene.keys);
    expect(inspectOutputKeys(payload)).toEqual({ value: scene.keys, issues: [] });
    expect(inspectOutputKeys(bytes(`${Buffer.from(payload)} `)).issues).toHaveLength(1);
    expect(inspectOutputKeys(bytes("[]")).issues.length).toBeGreaterThan(0);
    const output = makeOutputStatement(OUTPUT);
    expect(inspectOutput(output)).toEqual({ value: OUTPUT, issues: [] });
    expect(inspectOutput(bytes(`${Buffer.from(output)} `)).issues).toHaveLength(1);
  });
});

describe("a batch of outputs", () => {
  const digests = Array.from({ length: 1000 }, (_, i) => sha256(`output ${i}`));

  it("proves each of them from its folder, and nothing else", async () => {
    const folder = folderWith({ "digests.txt": digests.map((digest, i) => `${digest}  ${i}.txt\n`).join("") });
    const out = join(folder, "batch");
    const { root } = await writeOutputBatch(join(folder, "digests.txt"), out);
    expect(root).toBe(makeOutputBatch(digests).root);
    for (const digest of [digests[0]!, digests[999]!]) {
      const proof = await proveStoredOutput(out, digest);
      expect([proof.root, isInBatch(proof)]).toEqual([root, true]);
      expect(isInBatch({ ...proof, sha256: other })).toBe(false);
    }
    expect(await codeOf(() => proveStoredOutput(out, other))).toBe("custody/not-in-batch");
    writeFileSync(join(out, "tree.bin"), Buffer.alloc(32 * 1999));
    expect(await codeOf(() => proveStoredOutput(out, digests[0]!))).toBe("custody/invalid");
    writeFileSync(join(out, "tree.bin"), "short");
    expect(await codeOf(() => proveStoredOutput(out, digests[0]!))).toBe("custody/invalid");
  });

  it.each([
    ["no digests", ""],
    ["an empty line", `${digests[0]}\n\n${digests[1]}\n`],
    ["another hash", `${"ab".repeat(16)}\n`],
    ["capitals", `${digests[0]!.toUpperCase()}\n`],
  ])("cannot be made of %s", async (_, text) => {
    const folder = folderWith({ d: text });
    expect(await codeOf(() => writeOutputBatch(join(folder, "d"), join(folder, "out")))).toBe("custody/invalid");
  });

  it("gives no proof of what it does not contain, and reads only its own format", () => {
    const batch = makeOutputBatch(digests);
    expect(proveOutput(batch, other)).toBeUndefined();
    expect(inspectOutputProof(bytes("{}")).issues.length).toBeGreaterThan(0);
  });
});
