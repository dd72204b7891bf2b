import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { type EventIndex, openIndex } from "../../../prover/chain/indexer/store.ts";
import { openOutbox } from "../../../prover/chain/ledger/outbox.ts";
import { reasonOf, storageError } from "../../../prover/shared/storage.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

test("why a file cannot be used is said in words, and in the system's own where there are none", () => {
  const failure = (code: string) => Object.assign(new Error(`${code}: as Node says it, open 'x'`), { code });
  expect(["ENOENT", "EISDIR", "EACCES"].map((code) => reasonOf(failure(code)))).toEqual([
    "it does not exist",
    "it is a folder",
    "permission is denied",
  ]);
  expect(reasonOf(failure("EMFILE"))).toBe("EMFILE: as Node says it, open 'x'");
  const said = (code: string, path?: string) =>
    storageError(Object.assign(failure(code), { path: "x", syscall: "open" }), path)?.message;
  expect([said("ENOENT"), said("ENOENT", "y"), said("EMFILE")]).toEqual([
    "x: it does not exist",
    "y: it does not exist",
    "EMFILE: as Node says it, open 'x'",
  ]);
});

const ADDRESS = `0x${"a".repeat(40)}`;
const DEPLOYMENT = {
  format: "disjoint/deployment/v1" as const,
  chainId: 1,
  circuits: [],
  blocklists: ADDRESS,
  ledger: ADDRESS,
  releases: ADDRESS,
};

const grow = (index: EventIndex): void =>
  index.atomically(() => {
    for (let i = 0; i < 2_000; i++) index.run("INSERT INTO publishers VALUES (?, ?)", `${i}`, "a".repeat(200));
  });

test("a full database is taken back as a whole, named with its file, and used again when there is room", async () => {
  const file = join(folderWith(), "index.sqlite");
  const index = openIndex(file, DEPLOYMENT);
  index.run("INSERT INTO publishers VALUES ('before', '')");
  index.get("PRAGMA max_page_count = 40");
  expect(await codeOf(() => grow(index))).toBe("storage/no-room");
  expect(() => grow(index)).toThrow(file);
  expect(index.rows("publishers")).toEqual([{ list: "before", publisher: "" }]);
  index.get("PRAGMA max_page_count = 100000");
  grow(index);
  expect(index.rows("publishers")).toHaveLength(2_001);
  index.close();
});

test("reports a database that another process writes as busy, and any other file as damaged", async () => {
  const folder = folderWith({ "other.sqlite": "no database at all, ".repeat(100) });
  const file = join(folder, "outbox.sqlite");
  const outbox = openOutbox(file);
  const other = new DatabaseSync(file);
  other.exec("BEGIN EXCLUSIVE");
  expect(await codeOf(() => outbox.setPendingTransaction(undefined))).toBe("storage/busy");
  other.exec("ROLLBACK");
  outbox.setPendingTransaction(undefined);
  outbox.close();
  other.close();
  expect(await codeOf(() => openOutbox(join(folder, "other.sqlite")))).toBe("storage/damaged");
  expect(await codeOf(() => openOutbox(join(folder, "nowhere/outbox.sqlite")))).toBe("storage/not-writable");
});

test("a limit of the operating system is reported as one, for files and for databases", () => {
  const folder = folderWith();
  const script = `
    import { writeFileSync } from "node:fs";
    import { storageError } from "${new URL("../../../prover/shared/storage.ts", import.meta.url)}";
    import { openOutbox } from "${new URL("../../../prover/chain/ledger/outbox.ts", import.meta.url)}";
    const said = (act) => { try { act(); return "written"; } catch (error) { return storageError(error)?.code ?? error.code; } };
    console.log(said(() => writeFileSync("${folder}/large", new Uint8Array(1 << 20))));
    console.log(said(() => {
      const outbox = openOutbox("${folder}/outbox.sqlite");
      outbox.setPendingTransaction({ nonce: 1, raw: "0x" + "ab".repeat(1 << 20), hash: "0x", sent: 1, maxFeePerGas: 1n });
    }));`;
  writeFileSync(join(folder, "script.mjs"), script);
  const line = `ulimit -f 128; exec ${process.execPath} ${join(folder, "script.mjs")}`;
  const said = execFileSync("bash", ["-c", line], { encoding: "utf8" }).trim().split("\n");
  expect(said[0]).toBe("storage/no-room");
  expect(["storage/failed", "storage/no-room"]).toContain(said[1]);
});

test.runIf(process.getuid?.() !== 0)("a read-only folder is reported as one", () => {
  const folder = folderWith();
  chmodSync(folder, 0o500);
  const thrown = (() => {
    try {
      return writeFileSync(join(folder, "x"), "");
    } catch (error) {
      return error;
    }
  })();
  expect(storageError(thrown)?.code).toBe("storage/not-writable");
});

test("does not blame the disk for any other error", () => {
  expect(storageError(new TypeError("x"))).toBeUndefined();
  expect(storageError(Object.assign(new Error("x"), { code: "ERR_SQLITE_ERROR" }))).toBeUndefined();
});
