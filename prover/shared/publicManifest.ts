import { readUncountedCoverage, type ShardCoverage, type UncountedCoverage } from "./coverage.ts";
import type { DocumentReader } from "./document.ts";
import {
  descriptionFields,
  type Manifest,
  type NamedShard,
  readDescription,
  readInclude,
  readNamed,
  type ShardDescription,
  versionOf,
} from "./manifest.ts";

/** Versions of a manifest as it may be shown: the second one has `coverage`, the third one tells no number. */
export const PUBLIC_MANIFEST_FORMATS = ["disjoint/shard/v1", "disjoint/shard/v2", "disjoint/shard/v3"] as const;

/**
 * What is told of a shard whose numbers are not. `sources.include`: the patterns that files were chosen by;
 * `coverage`: null where the shard was read by an older version, which does not say.
 */
export type UncountedShard = NamedShard & { sources: { include: string[] }; coverage: UncountedCoverage | null };

/** What is told of a shard: with the numbers of its files, records and keys, or without any. */
export type ShownShard = ShardDescription | UncountedShard;

/** The manifest as it may be shown to anyone. */
export type PublicManifest = ShownShard & { format: (typeof PUBLIC_MANIFEST_FORMATS)[number] };

/** Whether the vendor tells numbers of a shard. */
export const isCounted = (shard: ShownShard): shard is ShardDescription => "rows" in shard;

/** @param tellCounts whether to tell how many files, records and keys the shard has, and how many were left out */
export function publicManifest(manifest: Manifest, tellCounts: boolean): PublicManifest {
  const { files: _, bucketBits: __, ...counted } = manifest;
  const shown = tellCounts ? counted : uncounted(manifest);
  return { ...shown, format: publicFormatOf(shown) };
}

function uncounted({ reader, schemes, sources, bases, commitment, coverage }: ShardDescription): UncountedShard {
  const { include } = sources;
  return {
    reader,
    schemes,
    sources: { include },
    bases,
    commitment,
    coverage: coverage ? withoutCounts(coverage) : null,
  };
}

function withoutCounts({ compared, notCompared }: ShardCoverage): UncountedCoverage {
  const { fields, moreFields, files, records } = notCompared;
  const codes = (left: readonly { code: string }[]) => left.map(({ code }) => code);
  return {
    compared: compared.map(({ scheme, field, leftOut }) => ({ scheme, field, leftOut: codes(leftOut) })),
    notCompared: { fields, moreFields, files: codes(files), records: codes(records) },
  };
}

/** The version of the public manifest of a shard that is described so. */
export function publicFormatOf(shard: ShownShard): PublicManifest["format"] {
  if (!isCounted(shard)) return PUBLIC_MANIFEST_FORMATS[2];
  return PUBLIC_MANIFEST_FORMATS[shard.coverage === undefined ? 0 : 1];
}

/** The one validator of the public manifest. */
export function readPublicManifest(read: DocumentReader, document: unknown): PublicManifest {
  const version = versionOf(document, PUBLIC_MANIFEST_FORMATS);
  const root = read.object(document, "$", version === 2 ? UNCOUNTED : descriptionFields(version > 0));
  const format = read.literal(root.format as string, "$.format", PUBLIC_MANIFEST_FORMATS[version]!);
  return { format, ...(version === 2 ? readUncounted(read, root) : readDescription(read, root)) };
}

const UNCOUNTED = ["format", "reader", "schemes", "sources", "bases", "commitment", "coverage"];

function readUncounted(read: DocumentReader, root: Record<string, unknown>): UncountedShard {
  const { include } = read.object(root.sources, "$.sources", ["include"]);
  return {
    ...readNamed(read, root),
    sources: { include: readInclude(read, include) },
    coverage: root.coverage === null ? null : readUncountedCoverage(read, root.coverage, "$.coverage"),
  };
}
