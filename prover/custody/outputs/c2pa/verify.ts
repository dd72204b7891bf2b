import { sha256 } from "../../../shared/files.ts";
import { toVerdict } from "../../../shared/verdict.ts";
import { type OutputFiles, type OutputPolicy, type OutputVerdict, verifyOutput } from "../verify.ts";
import { splitContainer } from "./container.ts";
import { type ManifestSigner, readManifest } from "./manifest.ts";

/** What is verified: all of the file, the vendor's list of keys, and a proof of the batch. */
export type EmbeddedFiles = Pick<OutputFiles, "keys" | "proof"> & { file: Uint8Array };

/** `manifestSigner`: who signed the manifest, according to a certificate that was not judged. */
export type EmbeddedVerdict = OutputVerdict & { manifestSigner?: ManifestSigner };

/**
 * Verifies an output that has its signature in a C2PA manifest, offline. The signature covers the file without the
 * manifest, and is verified as one that is kept apart. The manifest must be valid, too. Its certificate is
 * not compared with a list of trusted ones.
 *
 * @throws data `custody/media-type`, `custody/invalid`; usage `package/missing-peer`
 */
export async function verifyEmbeddedOutput(
  { file, ...files }: EmbeddedFiles,
  policy: OutputPolicy,
): Promise<EmbeddedVerdict> {
  const container = splitContainer(file);
  const { checks, signature, signer } = await readManifest(file, container);
  if (signature === undefined) return { ...toVerdict(checks), clean: [] };
  const output = verifyOutput({ ...files, sha256: sha256(container.content), signature }, policy);
  // How far a list reaches is said only if the manifest is valid, too.
  const { upTo: _, ...found } = output;
  return { ...found, ...toVerdict([...checks, ...output.checks]), ...(signer && { manifestSigner: signer }) };
}
