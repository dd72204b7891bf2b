import { expect, test } from "vitest";
import { type Progress, partOf } from "../../../prover/shared/progress.ts";

test("progress of a part is a share of the whole, and that of other stages is passed on", () => {
  const seen: Progress[] = [];
  const onProgress = partOf((progress) => seen.push(progress), "prove", 3, 10, "web against opt-outs");
  onProgress({ stage: "prove", done: 1, total: 2, what: "page 1" });
  onProgress({ stage: "groth16", done: 0, total: 2, what: "calculating the witness" });
  expect(seen).toEqual([
    { stage: "prove", done: 4, total: 10, what: "web against opt-outs: page 1" },
    { stage: "groth16", done: 0, total: 2, what: "calculating the witness" },
  ]);
});
