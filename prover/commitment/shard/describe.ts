import { coverageLines, describedScheme, UNKNOWN_COVERAGE } from "../../shared/coverageWords.ts";
import { READER_VERSION } from "../reading/readPart.ts";
import type { Manifest } from "./manifest.ts";

/** What of a shard is compared with lists and what is not; `passedOver` as for `coverageLines`. */
export const describeCoverage = ({ coverage, schemes }: Manifest, passedOver: readonly string[]): string[] =>
  coverage === undefined
    ? [`compared: ${schemes.map(describedScheme).join(", ")}`, UNKNOWN_COVERAGE]
    : coverageLines(coverage, passedOver);

/** A warning for reusing a shard that was written by other readers, if it was. */
export const olderReader = (folder: string, { reader }: Manifest): string[] =>
  reader.version === READER_VERSION
    ? []
    : [
        `${folder} was read by version ${reader.version} of the readers, and this is version ${READER_VERSION}, ` +
          "which may find other records in the same files: commit them again to be sure.",
      ];
