import { type KeyObject, X509Certificate } from "node:crypto";
import { readPrivateKey } from "../../../bundle/sign.ts";
import { areSameBytes } from "../../../shared/collections.ts";
import { dataError } from "../../../shared/errors.ts";
import { readInput } from "../../../shared/files.ts";
import { splitContainer } from "./container.ts";
import { LABEL, loadC2pa, SETTINGS } from "./library.ts";
import { readManifest } from "./manifest.ts";

/**
 * `title`: the file's name. `certificates`: a file of certificates in PEM, from the key's own up to, without, the
 * root. `keyFile`: the private key of the first one in PEM, readable by its owner only.
 */
export type ManifestOptions = { title: string; certificates: string; keyFile: string };

/** Media that a trained model made (IPTC's vocabulary of digital source types). */
const MADE_BY_MODEL = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

const HINT = "Give certificates that C2PA allows, in PEM, the key's own first, and its key.";

/**
 * A copy of an output with its signature in a C2PA manifest.
 *
 * @param file all of a PNG, JPEG or WAV file
 * @param signature a DSSE envelope about these bytes, as `writeEnvelope` writes it
 * @throws data `custody/media-type`, `custody/invalid`, `custody/has-manifest`, `custody/not-found`,
 * `custody/certificate`, `bundle/signing-key`; usage `bundle/key-readable`, `package/missing-peer`
 */
export async function embedSignature(
  file: Uint8Array,
  signature: string,
  { title, certificates, keyFile }: ManifestOptions,
): Promise<Uint8Array> {
  const { mediaType, hasManifest } = splitContainer(file);
  if (hasManifest)
    throw dataError(
      "custody/has-manifest",
      `${title} has a C2PA manifest already`,
      "Give the output as it was before.",
    );
  const { Builder, LocalSigner } = await loadC2pa();
  const { chain, key, algorithm } = await readIdentity(certificates, keyFile);
  const output: { buffer: Buffer | null } = { buffer: null };
  try {
    const pem = Buffer.from(key.export({ type: "pkcs8", format: "pem" }));
    const builder = Builder.withJson(
      {
        title,
        format: mediaType,
        claim_generator_info: [{ name: "disjoint" }],
        assertions: [{ label: LABEL, data: JSON.parse(signature), kind: "Json" }],
      },
      SETTINGS,
    );
    builder.setIntent({ create: MADE_BY_MODEL });
    builder.sign(LocalSigner.newSigner(chain, pem, algorithm), { buffer: file, mimeType: mediaType }, output);
  } catch (error) {
    throw refused(title, (error as Error).message, error);
  }
  const signed = new Uint8Array(output.buffer!);
  await requireSame(title, file, signed);
  return signed;
}

/** The signature is about the file as it was: nothing but a valid manifest may have been added to it. */
async function requireSame(title: string, file: Uint8Array, signed: Uint8Array): Promise<void> {
  const container = splitContainer(signed);
  const { checks } = await readManifest(signed, container);
  const failed = checks.find(({ ok }) => !ok);
  if (failed !== undefined) throw refused(title, failed.detail!);
  if (!areSameBytes(container.content, file)) throw refused(title, "more than the manifest would change in the file");
}

const refused = (title: string, problem: string, cause?: unknown) =>
  dataError("custody/certificate", `no manifest can be made for ${title}: ${problem}`, HINT, cause);

async function readIdentity(certificates: string, keyFile: string) {
  const chain = await readInput(certificates, "custody/not-found", "Give a file of certificates in PEM.");
  const key = await readPrivateKey(keyFile, "Give a file that holds the certificate's private key in PEM.");
  const algorithm = algorithmOf(key);
  if (algorithm === undefined)
    throw dataError("custody/certificate", `C2PA does not sign with the kind of key in ${keyFile}`, HINT);
  if (!isCertified(chain, key))
    throw dataError("custody/certificate", `${certificates} does not begin with the certificate of ${keyFile}`, HINT);
  return { chain, key, algorithm };
}

/** Algorithms by key (C2PA 2.2, "Digital signatures"). */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  const curves: Record<string, string> = { prime256v1: "es256", secp384r1: "es384", secp521r1: "es512" };
  if (asymmetricKeyType === "ec") return curves[asymmetricKeyDetails?.namedCurve ?? ""];
  return asymmetricKeyType === "ed25519" ? "ed25519" : asymmetricKeyType === "rsa" ? "ps256" : undefined;
}

function isCertified(chain: Buffer, key: KeyObject): boolean {
  try {
    return new X509Certificate(chain).checkPrivateKey(key);
  } catch {
    return false;
  }
}
