import { describe, expect, it } from "vitest";
import { splitContainer } from "../../../prover/custody/outputs/c2pa/container.ts";
import { judgeManifest } from "../../../prover/custody/outputs/c2pa/manifest.ts";
import { verifyEmbeddedOutput } from "../../../prover/custody/outputs/c2pa/verify.ts";
import { codeOf } from "../../support/errors.ts";
import { manifestReport } from "../../support/manifestReport.ts";
import { jpegSegment, makeJpeg, makePng, makeWav, pngChunk, riffChunk } from "../../support/media.ts";

const hex = (text: string) => Buffer.from(text, "hex");
const SUPERBOX = "jumb" + "\0\0\0\x1e" + "jumd";
const STORE = Buffer.concat([
  Buffer.from(SUPERBOX),
  hex("6332706100110010800000aa00389b71"),
  Buffer.from("\x03c2pa\0"),
]);

/** A segment of a box: its header and place are repeated in each. */
const segment = (box: number, place: number, content: Buffer) => {
  const head = Buffer.from(`JP\0${String.fromCharCode(box)}\0\0\0${String.fromCharCode(place)}\0\0\xff\xff`, "latin1");
  return jpegSegment(0xeb, Buffer.concat([head, content]));
};
const store = segment(1, 1, STORE);
const more = (place: number, box = 1) => segment(box, place, Buffer.from("jumb rest"));
const foreign = segment(2, 1, Buffer.from(`${SUPERBOX}another type, 16`));

const content = (file: Uint8Array) => Buffer.from(splitContainer(file).content);

describe("the content of a file", () => {
  it.each([
    ["PNG", makePng(90), makePng(90, pngChunk("caBX", Buffer.from("manifest")))],
    ["JPEG", makeJpeg(3), makeJpeg(3, store, more(2), more(3))],
    ["JPEG with a fill byte", makeJpeg(3, hex("ff")), makeJpeg(3, hex("ff"), store)],
    ["JPEG with another box", makeJpeg(3, foreign), makeJpeg(3, foreign, store)],
    ["WAV", makeWav(7), makeWav(7, riffChunk("C2PA", Buffer.from("manifest!")))],
  ])("is what a %s file was without its manifest, byte for byte", (_, before, after) => {
    expect(splitContainer(after).hasManifest).toBe(true);
    expect(content(after)).toEqual(before);
    expect(splitContainer(before)).toMatchObject({ hasManifest: false, content: before });
  });

  it("has everything else in it: text, trailing bytes, boxes that are no manifest", () => {
    const png = makePng(90, pngChunk("tEXt", Buffer.from("a\0b")));
    const trailing = Buffer.concat([makePng(90), pngChunk("caBX", Buffer.from("after the end"))]);
    const apart = makeJpeg(3, store, jpegSegment(0xfe, Buffer.from("comment")), more(2));
    const skipped = makeJpeg(3, store, more(3));
    const other = makeJpeg(3, store, more(2, 2));
    for (const file of [png, trailing, makeJpeg(3, foreign)]) expect(content(file)).toEqual(file);
    expect(content(apart)).toEqual(makeJpeg(3, jpegSegment(0xfe, Buffer.from("comment")), more(2)));
    expect(content(skipped)).toEqual(makeJpeg(3, more(3)));
    expect(content(other)).toEqual(makeJpeg(3, more(2, 2)));
  });

  it.each([
    ["text", Buffer.from("answer"), "custody/media-type"],
    ["nothing", Buffer.alloc(0), "custody/media-type"],
    ["two manifests of PNG", makePng(1, pngChunk("caBX"), pngChunk("caBX")), "custody/invalid"],
    ["two manifests of JPEG", makeJpeg(1, store, store), "custody/invalid"],
    ["two manifests of WAV", makeWav(1, riffChunk("C2PA", hex("")), riffChunk("C2PA", hex(""))), "custody/invalid"],
    ["a PNG that was cut", makePng(1).subarray(0, -1), "custody/invalid"],
    ["a PNG without its end", makePng(1).subarray(0, -12), "custody/invalid"],
    ["a JPEG that was cut", makeJpeg(1).subarray(0, 40), "custody/invalid"],
    ["a JPEG with an empty segment", makeJpeg(1, hex("ffe10001")), "custody/invalid"],
    ["a JPEG with bytes between segments", makeJpeg(1, hex("0000")), "custody/invalid"],
    ["a WAV that was cut", makeWav(1).subarray(0, -1), "custody/invalid"],
    ["a WAV with half a chunk", makeWav(1, hex("0000")), "custody/invalid"],
  ])("is not that of %s", async (_, file, code) => {
    expect(await codeOf(() => splitContainer(file))).toBe(code);
  });
});

describe("an output with its signature in it", () => {
  it("is refused without a manifest, whatever packages are installed", async () => {
    const { outcome, checks } = await verifyEmbeddedOutput({ file: makePng(1), keys: hex("") }, { signers: [] });
    expect([outcome, checks.map(({ name }) => name)]).toEqual(["false", ["manifest"]]);
  });

  it("has its signature and its signer's names read from the report of the library", () => {
    const { checks, signature, signer } = judgeManifest(manifestReport());
    expect(checks.every(({ ok }) => ok)).toBe(true);
    expect(JSON.parse(Buffer.from(signature!).toString())).toEqual({ payload: "e30=" });
    expect(signer).toEqual({ issuer: "Example", commonName: "Outputs", serialNumber: "7", expired: false });
  });

  it("is valid for longer than the certificate, which is said", () => {
    const { checks, signer } = judgeManifest(manifestReport({ failed: ["signingCredential.expired"] }));
    expect([checks.every(({ ok }) => ok), signer?.expired]).toEqual([true, true]);
    const both = judgeManifest(manifestReport({ failed: ["signingCredential.expired", "claimSignature.mismatch"] }));
    expect(both.checks.flatMap(({ id, ok }) => (ok ? [] : [id]))).toEqual(["manifest-valid"]);
  });

  it("has no signature if the report is empty, and is not valid if it does not say so", () => {
    const failed = (report: Parameters<typeof judgeManifest>[0]) =>
      judgeManifest(report).checks.flatMap(({ id, ok }) => (ok ? [] : [id]));
    expect(failed({})).toEqual(["manifest", "manifest-content", "manifest-valid"]);
    expect(failed({ ...manifestReport(), validation_state: "Invalid" })).toEqual(["manifest-valid"]);
    expect(failed({ ...manifestReport(), active_manifest: "other" })).toEqual(["manifest"]);
    expect(failed(manifestReport({ passed: ["claimSignature.validated"] }))).toEqual(["manifest-content"]);
    expect(failed(manifestReport({ passed: ["assertion.dataHash.match"] }))).toEqual(["manifest-valid"]);
  });
});
