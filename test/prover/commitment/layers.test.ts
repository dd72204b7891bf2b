import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitLayers } from "../../../prover/commitment/layers.ts";
import { locateInSources } from "../../../prover/commitment/locateInSources.ts";
import { locateKey } from "../../../prover/commitment/shard/locations.ts";
import { keyFromHex } from "../../../prover/fingerprint/key.ts";
import { folderWith } from "../../support/folder.ts";
import { poseidon } from "../../support/scene.ts";
import { entryOf } from "../../support/shard.ts";

test("a shard that grows gets a layer, whose records are read and counted once", async () => {
  const folder = folderWith({ "rows.jsonl": '"one"\n"two"\n' });
  const options = {
    sources: [{ path: join(folder, "rows.jsonl") }],
    schemes: [{ scheme: "sha256" }],
    poseidon,
    folder: join(folder, "layers"),
    cache: join(folder, "cache"),
  };
  const first = await commitLayers(options);
  appendFileSync(join(folder, "rows.jsonl"), '"three"\n');
  const grown = await commitLayers(options);
  expect(grown.layers.map(({ manifest }) => manifest.keys)).toEqual([2, 1]);
  expect(grown.layers[0]).toEqual(first.layers[0]);
  const keys = ["one", "three"].map((text) => keyFromHex(entryOf(JSON.stringify(text)).key));
  expect(locateKey(grown.layers[1]!.folder, keys)).toEqual([[], [{ source: "rows.jsonl", row: 3 }]]);
  expect(await locateInSources(options, keys)).toEqual([1, 3].map((row) => [{ source: "rows.jsonl", row }]));
  expect(await commitLayers(options)).toEqual(grown);
});

test("coverage describes the current sources, whichever layers hold their keys", async () => {
  const folder = folderWith({ "data/rows.jsonl": '{"text":"one"}\n', "data/.hidden.jsonl": "{}\n" });
  const options = {
    sources: [{ path: join(folder, "data") }],
    schemes: [{ scheme: "text", field: "text" }],
    poseidon,
    folder: join(folder, "layers"),
    cache: join(folder, "cache"),
  };
  await commitLayers(options);
  // A record without a new key makes no layer, but has a field that nobody compares.
  appendFileSync(join(folder, "data/rows.jsonl"), '{"text":"one","title":"The Work"}\n');
  const { layers, coverage, passedOver } = await commitLayers(options);
  expect([layers.length, passedOver]).toEqual([1, [".hidden.jsonl"]]);
  expect(coverage).toEqual({
    compared: [{ scheme: "text", field: "text", records: 2, keys: 2, leftOut: [] }],
    notCompared: {
      fields: ["title"],
      moreFields: false,
      files: [{ code: "source/housekeeping", count: 1 }],
      records: [],
    },
  });
  expect(await commitLayers(options)).toEqual({ layers, coverage, passedOver, crowds: [] });

  // A list of layers by an older version does not say what was compared: the sources are read again, the layers kept.
  const cover = JSON.parse(readFileSync(join(folder, "layers/layers.json"), "utf8"));
  const { coverage: _, ...old } = { ...cover, format: "disjoint/layers/v1" };
  writeFileSync(join(folder, "layers/layers.json"), JSON.stringify(old));
  expect(await commitLayers(options)).toEqual({ layers, coverage, passedOver, crowds: [] });
});
