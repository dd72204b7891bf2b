import { join } from "node:path";
import { expect, test } from "vitest";
import type { Config } from "../../../../prover/release/config/config.ts";
import { describeRelease } from "../../../../prover/release/steps/record.ts";
import { sha256 } from "../../../../prover/shared/files.ts";
import { errorOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 9876543210\n`;

test("states the digest of a model's weights, and never that of a pointer to them", async () => {
  const folder = folderWith({ "weights.safetensors": "the weights", "pointer.safetensors": POINTER });
  const digestOf = async (name: string) => {
    const model = { name: "sample", weights: { file: join(folder, name) }, parents: [], terms: "none" };
    return (await describeRelease({ model } as unknown as Config, "v1", [])).release.weights;
  };
  expect(await digestOf("weights.safetensors")).toBe(sha256("the weights"));
  const missing = await errorOf(() => digestOf("nowhere"));
  expect([missing.code, missing.message, missing.hint]).toEqual([
    "release/not-found",
    `the weights ${join(folder, "nowhere")} cannot be read: it does not exist`,
    "Give their file as $.model.weights.file.",
  ]);
  const error = await errorOf(() => digestOf("pointer.safetensors"));
  expect([error.code, error.message]).toEqual([
    "source/stub",
    `${join(folder, "pointer.safetensors")}: is a Git LFS pointer in place of its content`,
  ]);
});
