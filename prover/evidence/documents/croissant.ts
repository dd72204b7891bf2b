import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { count } from "../../shared/format.ts";
import { stringifyJson } from "../../shared/json.ts";
import { isCounted, publicFormatOf } from "../../shared/publicManifest.ts";
import type { ReleaseFacts, ShardFacts } from "../facts.ts";

/**
 * The release's dataset in Croissant 1.0 (http://mlcommons.org/croissant/1.0). The data is private, so what is
 * distributed are the shards' manifests beside this file, each named by its commitment; there is no record set.
 */
export const croissant = ({ declared, shards, lists }: ReleaseFacts): string =>
  stringifyJson(
    {
      "@context": {
        "@language": "en",
        "@vocab": "https://schema.org/",
        sc: "https://schema.org/",
        cr: "http://mlcommons.org/croissant/",
        dct: "http://purl.org/dc/terms/",
        conformsTo: "dct:conformsTo",
        isLiveDataset: "cr:isLiveDataset",
      },
      "@type": "sc:Dataset",
      conformsTo: "http://mlcommons.org/croissant/1.0",
      name: `Training data of ${declared.model} ${declared.version}`,
      description:
        `The datasets that ${declared.vendor} states to have trained ` +
        `${declared.model} ${declared.version} on, known by their ` +
        `commitments. Proved to exclude: ${lists.map(({ name, root }) => `${name} (${root})`).join(", ")}.`,
      creator: { "@type": "sc:Organization", name: declared.vendor },
      datePublished: declared.time,
      isAccessibleForFree: false,
      isLiveDataset: false,
      license: declared.terms,
      url: `urn:disjoint:weights:${declared.weights.digest}`,
      version: declared.version,
      distribution: shards.map(distribution),
    },
    2,
  );

function distribution({ name, ...shard }: ShardFacts, index: number) {
  const manifest = stringifyJson({ format: publicFormatOf(shard), ...shard }, 2);
  const file = `manifest-${String(index).padStart(4, "0")}.json`;
  return {
    "@type": "cr:FileObject",
    "@id": `shard-${index}`,
    name: file,
    description: isCounted(shard)
      ? `Manifest of ${name}: ${count(shard.rows, "record")} in ${count(shard.sources.count, "file")}, as stated ` +
        `by the vendor.`
      : `Manifest of ${name}, which does not tell its size.`,
    identifier: `urn:disjoint:commitment:${shard.commitment}`,
    contentUrl: file,
    encodingFormat: "application/json",
    sha256: bytesToHex(sha256(utf8ToBytes(manifest))),
  };
}
