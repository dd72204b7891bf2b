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

/** Versions of the public manifest: the second adds `coverage`, the third has no counts. */
export const PUBLIC_MANIFEST_FORMATS = ["disjoint/shard/v1", "disjoint/shard/v2", "disjoint/shard/v3"] as const;

/**
 * The description of a shard without counts. `sources.include`: the patterns that selected the files; `coverage`: null
 * if the shard was read by an older version, which did not record it.
 */
export type UncountedShard = NamedShard & { sources: { include: string[] }; coverage: UncountedCoverage | null };

/** The public description of a shard: with counts of its files, records and keys, or without. */
export type ShownShard = ShardDescription | UncountedShard;

/** The manifest that may be shown to anyone. */
export type PublicManifest = ShownShard & { format: (typeof PUBLIC_MANIFEST_FORMATS)[number] };

/** Whether a description has counts. */
export const isCounted = (shard: ShownShard): shard is ShardDescription => "rows" in shard;

/**
 * The public manifest of a shard.
 *
 * @param tellCounts whether to include how many files, records and keys the shard has, and how many were left out
 */
export function publicManifest(manifest: Manifest, tellCounts: boolean): PublicManifest {
  const shown = tellCounts ? counted(manifest) : uncounted(manifest);
  return { ...shown, format: publicFormatOf(shown) };
}

/** How a shard is committed to is said by the proofs about it. */
function counted(manifest: Manifest): ShardDescription {
  const { files: _, ...described } = manifest;
  if ("bucketBits" in described) {
    const { bucketBits: __, ...description } = described;
    return description;
  }
  const { powers: __, accumulator: ___, ...description } = described;
  return description;
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

/** The version of the public manifest that a description belongs in. */
export function publicFormatOf(shard: ShownShard): PublicManifest["format"] {
  if (!isCounted(shard)) return PUBLIC_MANIFEST_FORMATS[2];
  return PUBLIC_MANIFEST_FORMATS[shard.coverage === undefined ? 0 : 1];
}

/** Validates a public manifest. */
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
