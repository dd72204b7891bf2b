/** One proof for a whole list: its time, memory and gas, and the same statement by page proofs in the same run. */
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { loadNative } from "../../prover/native/index.ts";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { type Disjoint, disjointIn } from "./disjointness/command.ts";
import { measureGrowth } from "./disjointness/growth.ts";
import { measurePages } from "./disjointness/pages.ts";
import { measureRelease } from "./disjointness/release.ts";
import { type DisjointnessReport, toMarkdown } from "./disjointness/report.ts";
import { measureWholeList, SHARED, type Sizes, usageOf } from "./disjointness/wholeList.ts";
import type { Section } from "./document.ts";
import { scalarBackend } from "./measure.ts";

/** Sizes of what is measured: one shard and one list, a release of three shards, and a shard that is far larger. */
type DisjointnessSizes = Record<"whole" | "release", Sizes> & { largest?: Sizes };

export const DISJOINTNESS_SIZES: DisjointnessSizes = {
  whole: { keys: 1_000_000, entries: 1_000_000 },
  release: { keys: 200_000, entries: 12_800 },
};

/** A shard of the size that one machine of 8 GiB can prove against a list of a hundred thousand entries. */
export const LARGEST: Sizes = { keys: 16_000_000, entries: 100_000 };

export async function benchDisjointness(sizes: DisjointnessSizes = DISJOINTNESS_SIZES): Promise<Section> {
  await ensureArtifacts("exclusion_16x60");
  const report: DisjointnessReport = {
    backend: loadNative()?.backend ?? "none",
    ...(await inFolder(async (disjoint, folder) => {
      const whole = await measureWholeList(disjoint, folder, sizes.whole);
      const pages = await measurePages(disjoint, folder, sizes.whole.entries);
      const scalar = await proveBy64Bits(disjoint);
      const growth = await measureGrowth(disjoint, folder, sizes.whole);
      return { whole, pages, scalar, growth };
    })),
    release: await inFolder((disjoint, folder) => measureRelease(disjoint, folder, sizes.release)),
    ...(sizes.largest && {
      largest: await inFolder((disjoint, folder) => measureWholeList(disjoint, folder, sizes.largest!)),
    }),
    load: loadavg()[1]!,
  };
  return { report, markdown: toMarkdown(report) };
}

/** The same proof again, without vector instructions. */
async function proveBy64Bits(disjoint: Disjoint) {
  const prove = ["prove", SHARED.shard, "--list", SHARED.list, "--powers", SHARED.powers, "--out", "proofs-64"];
  return usageOf({ prove: await disjoint(prove, { DISJOINT_BACKEND: scalarBackend() }) }).prove;
}

async function inFolder<T>(measure: (disjoint: Disjoint, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "disjoint-bench-"));
  try {
    return await measure(disjointIn(folder), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
