import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitLayers } from "../../../prover/commitment/layers.ts";
import { locate } from "../../../prover/commitment/locations.ts";
import { locateNow } from "../../../prover/commitment/whereabouts.ts";
import { keyFromHex } from "../../../prover/fingerprint/key.ts";
import { folderWith } from "../../support/folder.ts";
import { poseidon } from "../../support/scene.ts";
import { entryOf } from "../../support/shard.ts";

test("a shard that grows gets a layer, whose records are read and told once", async () => {
  const folder = folderWith({ "rows.jsonl": '"one"\n"two"\n' });
  const options = {
    ...{ sources: [{ path: join(folder, "rows.jsonl") }], schemes: [{ scheme: "sha256" }], poseidon },
    ...{ folder: join(folder, "layers"), cache: join(folder, "cache") },
  };
  const first = await commitLayers(options);
  appendFileSync(join(folder, "rows.jsonl"), '"three"\n');
  const grown = await commitLayers(options);
  expect(grown.map(({ manifest }) => manifest.keys)).toEqual([2, 1]);
  expect(grown[0]).toEqual(first[0]);
  const keys = ["one", "three"].map((text) => keyFromHex(entryOf(JSON.stringify(text)).key));
  expect(locate(grown[1]!.folder, keys)).toEqual([[], [{ source: "rows.jsonl", row: 3 }]]);
  expect(await locateNow(options, keys)).toEqual([1, 3].map((row) => [{ source: "rows.jsonl", row }]));
  expect(await commitLayers(options)).toEqual(grown);
});
