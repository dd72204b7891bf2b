import { describe, expect, it } from "vitest";
import { sha256 } from "../../../../../prover/shared/files.ts";
import { codeOf } from "../../../../support/errors.ts";
import { folderWith } from "../../../../support/folder.ts";
import { readAll } from "../../../../support/rows.ts";

describe("whole files", () => {
  it("are one record each, an empty one too", async () => {
    const { rows, accounts } = await readAll({ path: folderWith({ a: "1\n2", b: "" }), format: "files" });
    expect(rows).toEqual([
      { row: 1, offset: 0, values: ["1\n2"] },
      { row: 1, offset: 0, values: [""] },
    ]);
    expect(accounts).toEqual([
      { bytes: 3, sha256: sha256("1\n2"), rows: 1 },
      { bytes: 0, sha256: sha256(""), rows: 1 },
    ]);
  });

  it("come in pieces beyond the limit, with the same bytes", async () => {
    const content = "0123456789".repeat(300_000);
    const { rows, accounts } = await readAll(
      { path: folderWith({ a: content }), format: "files" },
      { limits: { rowBytes: 1000 } },
    );
    expect(rows[0]?.values?.[0]).toBe(content);
    expect(accounts).toEqual([{ bytes: content.length, sha256: sha256(content), rows: 1 }]);
  });

  it("have no fields", async () => {
    const path = folderWith({ a: "1" });
    expect(await codeOf(() => readAll({ path, format: "files" }, { fields: ["text"] }))).toBe("source/no-fields");
  });
});
