import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSource } from "../../../prover/source/open.ts";
import { formatNames } from "../../../prover/source/records/format.ts";
import { type Format, LIMITS } from "../../../prover/source/records/row.ts";
import { listSources } from "../../../prover/source/walk.ts";
import { errorOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { FIELD, filesOf } from "../../support/formats.ts";

describe("what a library throws", () => {
  it("is bad data, reported with file, offset and format, in every format", async () => {
    const files = await filesOf(["first", "second"]);
    const folder = folderWith(files);
    // A bound that throws when it is looked at stands for whatever may be thrown inside a reader.
    const limits = {
      ...LIMITS,
      get rowBytes(): number {
        throw new RangeError("Invalid array length");
      },
    };
    for (const format of formatNames().filter((name): name is keyof typeof FIELD => name in FIELD)) {
      const [source] = listSources([{ path: join(folder, format), format: format as Format }]);
      const read = async () => await Array.fromAsync(openSource(source!, { fields: [FIELD[format]], limits }).rows());
      const error = await errorOf(read);
      expect({ format, code: error.code, exit: error.exitCode }).toEqual({
        format,
        code: "source/unreadable",
        exit: 3,
      });
      expect(error.message).toMatch(new RegExp(`^${format}, before byte \\d+: cannot be read as ${format}: Invalid`));
    }
  });
});
