import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, test } from "vitest";
import { Blobs } from "../../../prover/fleet/storage/blobs.ts";
import { openFolder } from "../../../prover/fleet/storage/folder.ts";
import { openS3 } from "../../../prover/fleet/storage/s3.ts";
import type { Storage } from "../../../prover/fleet/storage/storage.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { startS3 } from "../../support/s3Server.ts";

/** Many tries, short waits. */
const PATIENCE = { tries: 12, first: 1, longest: 2 };

const s3 = async (fails: number) => {
  const server = await startS3(folderWith(), fails);
  onTestFinished(server.stop);
  return { server, storage: await openS3(server.address, server.env) };
};

describe.each<[string, () => Promise<Storage>]>([
  ["a folder", async () => openFolder(folderWith())],
  ["S3-compatible storage", async () => (await s3(0)).storage],
  ["S3-compatible storage of which every fifth call fails", async () => (await s3(0.2)).storage],
])("objects in %s", (_, open) => {
  let blobs: Blobs;
  beforeEach(async () => {
    blobs = new Blobs(await open(), PATIENCE);
  });

  it("are named by their content, and written twice are one", async () => {
    const contents = [Buffer.from("one"), Buffer.alloc(0), Buffer.alloc(70_000, 7)];
    for (const content of [...contents, ...contents]) {
      const name = await blobs.put(content);
      expect(name).toBe(sha256(content));
      expect(Buffer.from(await blobs.get(name))).toEqual(content);
    }
    expect(await blobs.clear()).toBe(contents.length);
    expect(await blobs.clear()).toBe(0);
  });

  it("that are missing are said to be, and removing them is no error", async () => {
    const name = await blobs.put(Buffer.from("one"));
    await blobs.remove(name);
    await blobs.remove(name);
    expect(await codeOf(() => blobs.get(name))).toBe("fleet/no-object");
  });
});

test("an object with other content is not returned, nor anything of a storage that always fails", async () => {
  const folder = folderWith();
  const blobs = new Blobs(openFolder(folder), PATIENCE);
  const name = await blobs.put(Buffer.from("one"));
  const path = join(folder, name.slice(0, 2), name);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, "two");
  expect(await codeOf(() => blobs.get(name))).toBe("fleet/storage");
  expect(readdirSync(join(folder, name.slice(0, 2)))).toEqual([name]);
  const { storage } = await s3(1);
  const failing = new Blobs(storage, { ...PATIENCE, tries: 3 });
  expect(await codeOf(() => failing.put(Buffer.from("one")))).toBe("fleet/storage");
});

test("keys for the storage come from the environment or a profile, and without them no request is sent", async () => {
  const { server, storage } = await s3(0);
  await storage.write("ab", Buffer.from("one"));
  const { AWS_SHARED_CREDENTIALS_FILE: file, ...env } = server.env;
  const other = { ...env, AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "other" };
  await expect((await openS3(server.address, other)).read("ab")).rejects.toThrow("403");
  const without = { ...env, AWS_PROFILE: "nobody", AWS_SHARED_CREDENTIALS_FILE: file! };
  expect(await codeOf(() => openS3(server.address, without))).toBe("fleet/no-credentials");
});
