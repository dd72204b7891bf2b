import { type Check, check } from "../../../shared/verdict.ts";
import type { Container } from "./container.ts";
import { LABEL, loadC2pa, SETTINGS } from "./library.ts";

/**
 * Who signed a manifest, according to its certificate. Nobody compared the certificate with a list of trusted ones;
 * anyone can make one with any name. `expired`: it is past its last day, so that C2PA's own validators refuse it.
 */
export type ManifestSigner = { issuer: string; commonName: string; serialNumber: string; expired: boolean };

/** `signature`: the DSSE envelope in the manifest, as a file, if there is exactly one. */
type Manifest = { checks: Check[]; signature?: Uint8Array; signer?: ManifestSigner };

type Status = { code: string };

/** What is used of what the library's reader reports. */
export type Report = {
  active_manifest?: string;
  manifests?: Record<
    string,
    {
      assertions?: { label: string; data: unknown }[];
      signature_info?: { issuer?: string; common_name?: string; cert_serial_number?: string };
    }
  >;
  validation_state?: string;
  validation_results?: { activeManifest?: { success?: Status[]; failure?: Status[] } };
};

/**
 * Reads and validates the manifest of a file, without a list of trusted certificates and without a network.
 *
 * @throws usage `package/missing-peer`, unless the file has no manifest
 */
export async function readManifest(file: Uint8Array, { mediaType, hasManifest }: Container): Promise<Manifest> {
  if (!hasManifest) return { checks: [check("manifest", false, "the file has no C2PA manifest")] };
  const { Reader } = await loadC2pa();
  try {
    const reader = await Reader.fromAsset({ buffer: file, mimeType: mediaType }, SETTINGS);
    return judgeManifest((reader?.json() ?? {}) as Report);
  } catch (error) {
    return { checks: [check("manifest", false, `it cannot be read: ${(error as Error).message}`)] };
  }
}

/** What a report says: the signature in the manifest, and whether the manifest is valid. */
export function judgeManifest({ active_manifest, manifests, validation_state, validation_results }: Report): Manifest {
  const active = manifests?.[active_manifest ?? ""];
  const found = (active?.assertions ?? []).filter(({ label }) => label === LABEL);
  const { success = [], failure = [] } = validation_results?.activeManifest ?? {};
  const passed = new Set(success.map(({ code }) => code));
  const failed = [...new Set(failure.map(({ code }) => code))];
  const ofContent = failed.filter(isAboutContent);
  const others = failed.filter((code) => !isAboutContent(code) && code !== EXPIRED);
  const isUnchanged = passed.has("assertion.dataHash.match") && ofContent.length === 0;
  const isExplained = validation_state === "Valid" || (validation_state === "Invalid" && failed.length > 0);
  const isValid = passed.has("claimSignature.validated") && others.length === 0 && isExplained;
  const checks = [
    check("manifest", found.length === 1, `its manifest holds ${found.length} signatures of outputs`),
    check("manifest-content", isUnchanged, `C2PA reports ${listed(ofContent, "no match of the content")}`),
    check("manifest-valid", isValid, `C2PA reports ${listed(others, "no valid signature of the manifest")}`),
  ];
  if (found.length !== 1) return { checks };
  const { issuer = "", common_name = "", cert_serial_number = "" } = active?.signature_info ?? {};
  return {
    checks,
    signature: new TextEncoder().encode(JSON.stringify(found[0]!.data)),
    signer: { issuer, commonName: common_name, serialNumber: cert_serial_number, expired: failed.includes(EXPIRED) },
  };
}

// What the release's key signed does not expire, and the manifest has no trusted time.
const EXPIRED = "signingCredential.expired";

/** The hard binding of the manifest to the rest of the file (C2PA 2.2, "Hard bindings"). */
const isAboutContent = (code: string) => code.startsWith("assertion.dataHash.");

const listed = (codes: readonly string[], none: string) => (codes.length === 0 ? none : codes.join(", "));
