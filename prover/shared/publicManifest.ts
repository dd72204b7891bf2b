import { type ShardCoverage, UNCOUNTED_COVERAGE, type UncountedCoverage } from "./coverage.ts";
import type { DocumentReader } from "./document.ts";
import {
  DESCRIPTION,
  FIRST_DESCRIPTION,
  INCLUDE,
  type Manifest,
  NAMED,
  type NamedShard,
  type ShardDescription,
} from "./manifest.ts";
import { object } from "./shape/object.ts";
import { literal, nullable, type Shape } from "./shape/shape.ts";
import { versionOf } from "./shape/version.ts";

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

const [FIRST, SECOND, THIRD] = PUBLIC_MANIFEST_FORMATS;

/** Public manifests by version. */
export const PUBLIC_MANIFESTS: readonly Shape<PublicManifest>[] = [
  object({ format: literal(FIRST), ...FIRST_DESCRIPTION }),
  object({ format: literal(SECOND), ...DESCRIPTION }),
  object({
    format: literal(THIRD),
    ...NAMED,
    sources: object({ include: INCLUDE }),
    coverage: nullable(UNCOUNTED_COVERAGE),
  }),
];

/** Validates a public manifest. */
export const readPublicManifest = (read: DocumentReader, document: unknown): PublicManifest =>
  PUBLIC_MANIFESTS[versionOf(document, PUBLIC_MANIFEST_FORMATS)]!.read(read, document, "$");
