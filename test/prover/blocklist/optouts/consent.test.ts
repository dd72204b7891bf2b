import { createHash } from "node:crypto";
import { CID } from "multiformats/cid";
import * as Digest from "multiformats/hashes/digest";
import { describe, expect, it } from "vitest";
import { toEntries } from "../../../../prover/blocklist/columns.ts";
import { IMPORTERS } from "../../../../prover/blocklist/importers.ts";
import { keyOf, keyToHex } from "../../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../../prover/fingerprint/schemes.ts";
import { folderWith } from "../../../support/folder.ts";

const ASSET = Buffer.from("an asset");
const sha256 = createHash("sha256").update(ASSET).digest();
const cidOf = (codec: number) => CID.createV1(codec, Digest.create(0x12, sha256)).toString();

/** Metadata of a token, as in ERC-7517's examples. */
const token = (preference: unknown, image = `ipfs://${cidOf(0x55)}`) =>
  JSON.stringify({ name: "a token", image, dataMiningPreference: preference });

const consentOf = (files: Record<string, string>, scheme = "sha256") =>
  IMPORTERS.consent(folderWith(files), findScheme(scheme)).then(({ entries, ...rest }) => ({
    entries: toEntries(entries),
    ...rest,
  }));

/** What becomes of one preference beside an asset that is listed. */
async function verdictOn(content: string): Promise<string> {
  const listed = token({ aiTraining: "notAllowed" }, `ipfs://${cidOf(0x55)}`);
  const { leftOut, counts } = await consentOf({ "a.json": content, "listed.json": listed });
  const reasons = leftOut.map(({ reason }) => reason).join("; ");
  return reasons !== "" ? reasons : counts.listed === 2 ? "listed" : "";
}

describe("ERC-7517 preferences", () => {
  it.each<[Record<string, unknown>, string]>([
    [{ dataMining: "allowed", aiInference: "allowed", aiGenerativeTraining: "notAllowed" }, "listed"],
    [{ aiInference: "allowed", aiTraining: "notAllowed", aiGenerativeTraining: "notAllowed" }, "listed"],
    [{ aiTrainingWithAuthorship: "notAllowed" }, "listed"],
    [{ aiTraining: "allowed", aiGenerativeTraining: "allowed", aiInference: "notAllowed" }, ""],
    [{}, ""],
    [{ aiTraining: "notAllowed", aiTrainingWithAuthorship: "allowed" }, 'not decided: aiTraining: "notAllowed"'],
    [
      { aiTrainingWithAuthorship: "allowed", aiGenerativeTrainingWithAuthorship: "constrained" },
      'not decided: aiGenerativeTrainingWithAuthorship: "constrained"',
    ],
    [{ dataMining: "notAllowed" }, 'not decided: dataMining: "notAllowed"'],
    [{ aiTraining: "NotAllowed" }, 'not decided: aiTraining: "NotAllowed"'],
    [{ training: false }, "not decided: training: false"],
  ])("%j", async (preference, verdict) => expect(await verdictOn(token(preference))).toBe(verdict));

  it.each<[string, string]>([
    ['{"name": "a token"}', ""],
    ["[]", "could not be read: is no metadata of an asset"],
    [token("notAllowed"), "could not be read: has a dataMiningPreference that is no object"],
    ['{"dataMiningPreference": {"aiTraining": "notAllowed"}}', "reserved, but names no asset: aiTraining: notAllowed"],
    [token({ aiTraining: "notAllowed" }, "https://a.example/1"), "reserved, but https://a.example/1 names no digest"],
  ])("%s", async (content, verdict) => expect(await verdictOn(content)).toBe(verdict));

  it("are left out where the CID is not the digest of a file, or the file is no JSON", async () => {
    expect(await verdictOn(token({ aiTraining: "notAllowed" }, `ipfs://${cidOf(0x70)}`))).toMatch(
      /^reserved, but cannot be listed: /,
    );
    expect(await verdictOn("{")).toMatch(/^could not be read: /);
  });

  it("give the key of the asset's bytes, or of its address", async () => {
    const { entries, counts } = await consentOf({ "a.json": token({ aiTraining: "notAllowed" }), "b.json": "{}" });
    expect(entries).toEqual([{ key: keyToHex(keyOf("sha256", sha256)), label: "a.json: aiTraining: notAllowed" }]);
    expect(counts).toEqual({ files: 2, listed: 1, passedOver: 1, leftOut: 0 });
    const address = token({ aiTraining: "notAllowed" }, "http://a.example/1");
    const { entries: byUrl } = await consentOf({ "a.json": address }, "url");
    expect(byUrl.map(({ key }) => key)).toEqual([keyToHex(keyOf("url", Buffer.from("https://a.example/1")))]);
  });

  it("need a scheme that names assets, and one asset", async () => {
    await expect(consentOf({ "a.json": "{}" }, "text")).rejects.toMatchObject({ code: "blocklist/other-scheme" });
    await expect(consentOf({ "a.json": "{}" })).rejects.toMatchObject({ code: "blocklist/empty" });
  });
});
