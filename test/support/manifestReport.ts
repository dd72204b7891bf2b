import type { Report } from "../../prover/custody/outputs/c2pa/manifest.ts";

const PASSED = ["claimSignature.validated", "assertion.dataHash.match"];

type Changes = { passed?: string[]; failed?: string[]; assertions?: { label: string; data: unknown }[] };

/** What the library's reader reports of a valid manifest with a signature in it. */
export const manifestReport = ({
  passed = PASSED,
  failed = [],
  assertions = [{ label: "urn.disjoint.output", data: { payload: "e30=" } }],
}: Changes = {}): Report => ({
  active_manifest: "urn:c2pa:1",
  manifests: {
    "urn:c2pa:1": {
      assertions: [...assertions, { label: "c2pa.actions.v2", data: { actions: [] } }],
      signature_info: { issuer: "Example", common_name: "Outputs", cert_serial_number: "7" },
    },
  },
  validation_state: failed.length === 0 ? "Valid" : "Invalid",
  validation_results: {
    activeManifest: { success: passed.map((code) => ({ code })), failure: failed.map((code) => ({ code })) },
  },
});
