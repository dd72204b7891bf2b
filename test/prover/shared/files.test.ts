import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readInput, SECRET_MODE, sha256, sha256File, writeFileAtomic } from "../../../prover/shared/files.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("a file that is written in one step", () => {
  it("has its content and its mode, in folders that are made for it", async () => {
    const folder = folderWith();
    const path = join(folder, "a/b/salt");
    await writeFileAtomic(path, "secret", SECRET_MODE);
    expect(readFileSync(path, "utf8")).toBe("secret");
    expect(modeOf(path)).toBe(0o600);
    expect(readdirSync(join(folder, "a/b"))).toEqual(["salt"]);
  });

  it("replaces a file that others can read by one that they cannot", async () => {
    const path = join(folderWith({ salt: "old" }), "salt");
    expect(modeOf(path) & 0o044).not.toBe(0);
    await writeFileAtomic(path, Uint8Array.of(1, 2), SECRET_MODE);
    expect([...readFileSync(path)]).toEqual([1, 2]);
    expect(modeOf(path)).toBe(0o600);
  });

  it("is either the old one or the complete new one, whenever it is read", async () => {
    const path = join(folderWith({ file: "0".repeat(50_000) }), "file");
    const writing = Promise.all(Array.from({ length: 9 }, (_, i) => writeFileAtomic(path, `${i + 1}`.repeat(50_000))));
    let done = false;
    void writing.then(() => {
      done = true;
    });
    while (!done) {
      const text = readFileSync(path, "utf8");
      expect(text.length).toBe(50_000);
      expect(new Set(text).size).toBe(1);
      await new Promise(setImmediate);
    }
    await writing;
  });

  it("leaves nothing behind when it cannot be written", async () => {
    const folder = folderWith();
    mkdirSync(join(folder, "taken/by"), { recursive: true });
    await expect(writeFileAtomic(join(folder, "taken"), "text")).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(["taken"]);
  });
});

describe("a file that is read", () => {
  it("in full has the hash of its bytes, however large", async () => {
    for (const size of [0, 1, 1 << 20, (1 << 20) + 1, 3_500_000]) {
      const content = Buffer.alloc(size, "some bytes");
      expect(await sha256File(join(folderWith({ file: content }), "file"))).toBe(sha256(content));
    }
  });

  it("must be there", async () => {
    const folder = folderWith({ file: "text" });
    expect((await readInput(join(folder, "file"), "bundle/not-found", "")).toString()).toBe("text");
    expect(await codeOf(() => readInput(join(folder, "none"), "bundle/not-found", ""))).toBe("bundle/not-found");
    expect(await codeOf(() => readInput(folder, "bundle/not-found", ""))).toBe("bundle/not-found");
  });
});
