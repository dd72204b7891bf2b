import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOutputBatch, proveOutput, writeOutputProof } from "../../prover/custody/outputs/batch.ts";
import { splitContainer } from "../../prover/custody/outputs/c2pa/container.ts";
import { revokeOutputKey } from "../../prover/custody/outputs/keys.ts";
import { makeFolder } from "../../prover/setup/cache.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { FULL } from "../support/full.ts";
import { makeJpeg, makePng, makeWav } from "../support/media.ts";
import { LIST, makeOutputScene, OPEN, type OutputScene, REGISTRY, RELEASE } from "../support/outputs.ts";
import { certify, makeKey } from "./support/certificate.ts";
import { copyLibrary, emptyFolder, install, link, onPath, runIn } from "./support/install.ts";

const NAME = "@contentauth/c2pa-node";
const CLI = "prover/cli/disjoint.ts";

/** The package has 77 MB: it is installed once, and not with the others. */
async function bringC2pa(): Promise<string> {
  const { peerDependencies } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
  const spec = `${NAME}@${peerDependencies[NAME]}`;
  const folder = join(PROJECT_ROOT, "build/cache", spec.replace("/", "+"));
  await makeFolder(folder, async (temporary) => {
    writeFileSync(join(temporary, "package.json"), JSON.stringify({ private: true }));
    await install(temporary, "--ignore-scripts", spec);
  });
  return join(folder, "node_modules");
}

describe.runIf(FULL && onPath("openssl") !== undefined)("outputs with C2PA manifests", () => {
  const folder = emptyFolder();
  const at = (name: string) => join(folder, name);
  let scene: OutputScene;
  let chain: string;
  let others: { certificates: string; keyFile: string };

  const disjoint = async (command: string, file: string, options: Record<string, string>) => {
    const given = Object.entries(options).map(([name, value]) => (value === "" ? `--${name}` : `--${name}=${value}`));
    const { code, stdout, stderr } = await runIn(folder, [CLI, "output", command, at(file), ...given, "--json"]);
    return { code, stderr, json: code <= 1 ? JSON.parse(stdout) : undefined };
  };
  const sign = (file: string, out: string, changed: Record<string, string> = {}) =>
    disjoint("sign", file, {
      "release-id": RELEASE.release,
      "signing-key": scene.machine.keyPath,
      out: at(out),
      c2pa: "",
      certificate: chain,
      ...changed,
    });
  const verify = async (file: string, changed: Record<string, string> = {}) => {
    const signer = `vendor=${scene.vendor.signer.publicKey}`;
    const { json } = await disjoint("verify", file, { "key-list": at("keys.json"), signer, ...changed });
    const failed = json.checks.flatMap(({ name, ok }: { name: string; ok: boolean }) => (ok ? [] : [name]));
    return { json, failed };
  };

  beforeAll(async () => {
    copyLibrary(folder);
    link(await bringC2pa(), folder, NAME);
    scene = await makeOutputScene();
    chain = certify(folder, scene.machine.keyPath, "machine");
    const keyFile = makeKey(folder, "other", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
    others = { certificates: certify(folder, keyFile, "other"), keyFile };
    writeFileSync(at("keys.json"), await scene.signKeys(scene.keys));
    writeFileSync(at("registry.json"), JSON.stringify(REGISTRY.snapshot));
    const files = { "a.png": makePng(90), "b.png": makePng(91), "a.jpg": makeJpeg(3), "a.wav": makeWav(7) };
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(at(name), content);
      expect(await sign(name, `signed.${name}`)).toMatchObject({ code: 0, json: { sha256: sha256(content) } });
    }
  }, 300_000);
  afterAll(async () => {
    await scene.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(["a.png", "a.jpg", "a.wav"])("verify as what was signed: %s", async (name) => {
    const { json, failed } = await verify(`signed.${name}`, { snapshot: at("registry.json"), "list-id": LIST.list });
    expect([json.outcome, failed]).toEqual(["true", []]);
    expect(json.output).toMatchObject({ name, release: RELEASE.release, sha256: sha256(readFileSync(at(name))) });
    expect(json.clean).toMatchObject([{ state: "clean" }]);
    expect(json.manifestSigner).toMatchObject({ issuer: "Example", commonName: "machine" });
    expect(Buffer.from(splitContainer(readFileSync(at(`signed.${name}`))).content)).toEqual(readFileSync(at(name)));
  });

  it("can have a manifest signed by another key than the release's", async () => {
    await sign("a.png", "two.png", { certificate: others.certificates, "certificate-key": others.keyFile });
    const { json } = await verify("two.png");
    expect([json.outcome, json.manifestSigner.commonName]).toEqual(["true", "other"]);
    const text = await runIn(folder, [
      ...[CLI, "output", "verify", at("two.png"), "--key-list", at("keys.json")],
      ...["--signer", `vendor=${scene.vendor.signer.publicKey}`],
    ]);
    expect(text.stdout).toContain("compared with no list of trusted ones");
  });

  it("are refused with other content", async () => {
    const signed = readFileSync(at("signed.a.wav"));
    signed[60]! ^= 1;
    writeFileSync(at("changed.wav"), signed);
    expect((await verify("changed.wav")).failed).toEqual(["manifest-content", "output"]);
  });

  it("are refused with the manifest of another output, even if it is signed again for this one", async () => {
    const [first, second] = ["signed.a.png", "b.png"].map((name) => readFileSync(at(name)));
    const manifest = first!.subarray(33, 33 + 12 + first!.readUInt32BE(33));
    expect(manifest.toString("latin1", 4, 8)).toBe("caBX");
    writeFileSync(at("moved.png"), Buffer.concat([second!.subarray(0, 33), manifest, second!.subarray(33)]));
    expect((await verify("moved.png")).failed).toEqual(["manifest-content", "output"]);
    const program = `const { embedSignature } = await import("./prover/custody.ts");
      const { readFileSync, writeFileSync } = await import("node:fs");
      const { readManifest } = await import("./prover/custody/outputs/c2pa/manifest.ts");
      const of = { mediaType: "image/png", hasManifest: true };
      const { signature } = await readManifest(readFileSync("signed.a.png"), of);
      const by = { title: "b.png", ...${JSON.stringify(others)} };
      writeFileSync("again.png", await embedSignature(readFileSync("b.png"), Buffer.from(signature).toString(), by));`;
    expect(await runIn(folder, program)).toMatchObject({ code: 0 });
    expect((await verify("again.png")).failed).toEqual(["output"]);
  });

  it("are refused if the manifest was edited, cut or taken out", async () => {
    const signed = readFileSync(at("signed.a.png"));
    const place = signed.indexOf("trainedAlgorithmicMedia");
    expect(place).toBeGreaterThan(0);
    signed.write("T", place);
    writeFileSync(at("edited.png"), signed);
    expect((await verify("edited.png")).failed).toEqual(["manifest-valid"]);
    expect((await verify("a.png")).failed).toEqual(["manifest"]);
    const broken = readFileSync(at("signed.a.png"));
    broken.fill(0, 41, 60);
    writeFileSync(at("broken.png"), broken);
    expect((await verify("broken.png")).failed).toEqual(["manifest"]);
  });

  it("are refused with a revoked key, of another release, and of one that is not clean", async () => {
    const revoked = { at: "2026-01-02T00:00:00.000Z", reason: "stolen" };
    const keys = revokeOutputKey(scene.keys, scene.machine.signer.publicKey, revoked);
    writeFileSync(at("revoked.json"), await scene.signKeys(keys));
    expect((await verify("signed.a.png", { "key-list": at("revoked.json") })).failed).toEqual(["key-valid"]);
    const digest = sha256(readFileSync(at("a.png")));
    const batch = makeOutputBatch([digest, sha256("another")]);
    writeFileSync(at("proof.json"), writeOutputProof(proveOutput(batch, digest)!));
    const before = `${batch.root}=${Date.parse("2026-01-01T12:00:00Z") / 1000}`;
    const anchored = { "key-list": at("revoked.json"), proof: at("proof.json"), anchor: before };
    expect((await verify("signed.a.png", anchored)).json.outcome).toBe("true");
    const release = `0x${"ef".repeat(32)}`;
    expect((await verify("signed.a.png", { "release-id": release })).failed).toEqual(["output-release-named"]);
    writeFileSync(at("foreign.json"), await scene.signKeys({ ...scene.keys, release }));
    expect((await verify("signed.a.png", { "key-list": at("foreign.json") })).failed).toEqual(["output-release"]);
    const open = { snapshot: at("registry.json"), "list-id": OPEN.list };
    expect((await verify("signed.a.png", open)).failed).toEqual(["release-clean-open"]);
  });

  it("are not made twice, of other files, or with a certificate that is not the key's", async () => {
    const refused = async (...given: Parameters<typeof sign>) => (await sign(...given)).stderr;
    expect(await refused("signed.a.png", "x.png")).toContain("custody/has-manifest");
    expect(await refused("keys.json", "x.png")).toContain("custody/media-type");
    expect(await refused("a.png", "x.png", { certificate: others.certificates })).toContain("custody/certificate");
    expect(await refused("a.png", "x.png", { certificate: at("a.png") })).toContain("custody/certificate");
    const plain = at("machine.ca.pem");
    const authority = { certificate: plain, "certificate-key": at("machine.ca.key") };
    expect(await refused("a.png", "x.png", authority)).toContain("custody/certificate");
  });
});
