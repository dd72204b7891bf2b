import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";
import { FULL } from "../support/full.ts";
import { makeReleaseScene } from "../support/releaseScene.ts";

/** A page of so many entries opens no more nodes than the smaller circuit has, whatever the shard. */
const FEW = 10;

/** The circuits of the proofs that a release has made. */
function circuitsUsed(folder: string): string[] {
  const proofs = join(folder, "out/proofs");
  return readdirSync(proofs).flatMap((pair) => {
    const bundle = JSON.parse(readFileSync(join(proofs, pair, "bundle.json"), "utf8"));
    return bundle.statements.map(({ circuitId }: { circuitId: string }) => circuitId);
  });
}

describe.skipIf(!FULL)("a page of few entries", () => {
  it.each([
    ["is proved by the circuit that fits", ["exclusion_256x50", "exclusion_256x365"], "exclusion_256x50"],
    ["is proved by a larger one if the ledger lacks that", ["exclusion_256x365"], "exclusion_256x365"],
  ])("%s, and the ledger takes the proof", async (_, circuits, expected) => {
    const folder = folderWith();
    const scene = await makeReleaseScene({ folder, shards: { web: 300 }, entries: FEW, pageSize: 256, circuits });
    onTestFinished(scene.stop);
    const released = await disjoint(["release", "v1", "--config", folder, "--json"]);
    expect(released.code, released.stderr).toBe(0);
    expect(jsonOf(released)).toMatchObject({ verdict: "clean", coverage: [{ made: 1 }] });
    expect(circuitsUsed(folder)).toEqual([(await ensureArtifacts(expected)).lock.circuitId]);
  });
});
