import { judgeManifest } from "../../../../../prover/custody/outputs/c2pa/manifest.ts";
import { manifestReport } from "../../../../support/manifestReport.ts";
import type { Subject } from "./scene.ts";

const checksOf = (changes: Parameters<typeof manifestReport>[0] = {}) => judgeManifest(manifestReport(changes)).checks;

/** The C2PA manifest of an output, as the library reports on it. test/package/c2pa.test.ts has real ones. */
export const manifest: Subject = {
  good: () => checksOf(),
  refusals: {
    manifest: () => checksOf({ assertions: [] }),
    "manifest-content": () => checksOf({ failed: ["assertion.dataHash.mismatch"] }),
    "manifest-valid": () => checksOf({ failed: ["assertion.hashedURI.mismatch"] }),
  },
};
