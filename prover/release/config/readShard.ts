import { listSchemeNames } from "../../fingerprint/schemes.ts";
import type { DocumentReader } from "../../shared/document.ts";
import { formatNames } from "../../source/records/format.ts";
import type { Limits } from "../../source/records/row.ts";
import { COMMITMENT_KINDS, type ShardConfig } from "./config.ts";
import { type Context, line, oneOf, size, some } from "./fields.ts";

/** A name that is a folder's name as well. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** One of the configuration's shards. */
export function readShard(context: Context, value: unknown, at: string): ShardConfig {
  const { reader, path, isUndecided } = context;
  const further = ["onBadRow", "onBadFile", "limits", ...context.since2("commitment")];
  const shard = reader.object(value, at, ["name", "sources", "schemes"], further);
  const choice = (given: unknown, name: string) =>
    reader.text(given ?? "error", `${at}.${name}`, /^(error|skip)$/, "error or skip") as "error" | "skip";
  return {
    name: reader.text(shard.name, `${at}.name`, NAME, "a name of small letters, digits, dots and dashes"),
    sources: some(reader, shard.sources, `${at}.sources`, (each, place) => {
      const source = reader.object(each, place, ["path"], ["format", "include"]);
      return {
        path: path(source.path, `${place}.path`),
        ...(source.format === undefined || isUndecided(source.format, `${place}.format`)
          ? {}
          : { format: oneOf(reader, source.format, `${place}.format`, ["auto", ...formatNames()]) }),
        ...(source.include === undefined
          ? {}
          : { include: some(reader, source.include, `${place}.include`, (one, where) => line(reader, one, where)) }),
      } as ShardConfig["sources"][number];
    }),
    schemes: isUndecided(shard.schemes, `${at}.schemes`) ? [] : readSchemes(reader, shard.schemes, `${at}.schemes`),
    commitment: oneOf(reader, shard.commitment ?? "merkle", `${at}.commitment`, COMMITMENT_KINDS),
    onBadRow: choice(shard.onBadRow, "onBadRow"),
    onBadFile: choice(shard.onBadFile, "onBadFile"),
    limits: readLimits(reader, shard.limits ?? {}, `${at}.limits`),
  };
}

const readSchemes = (reader: DocumentReader, value: unknown, at: string): ShardConfig["schemes"] =>
  some(reader, value, at, (each, place) => {
    const { scheme, field } = reader.object(each, place, ["scheme"], ["field"]);
    return {
      scheme: oneOf(reader, scheme, `${place}.scheme`, listSchemeNames()),
      ...(field === undefined ? {} : { field: line(reader, field, `${place}.field`) }),
    };
  });

/** Bounds on what a file may make the readers hold; those left out are the usual ones. */
function readLimits(reader: DocumentReader, value: unknown, at: string): Partial<Limits> {
  const { row, expanded, ratio } = reader.object(value, at, [], ["row", "expanded", "ratio"]);
  return {
    ...(row === undefined ? {} : { rowBytes: size(reader, row, `${at}.row`) }),
    ...(expanded === undefined ? {} : { expandedBytes: size(reader, expanded, `${at}.expanded`) }),
    ...(ratio === undefined ? {} : { ratio: reader.integer(ratio, `${at}.ratio`, 1, 2 ** 32 - 1) }),
  };
}
