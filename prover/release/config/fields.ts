import { parseSize, SIZE_PATTERN } from "../../shared/format.ts";
import { type Shape, text } from "../../shared/shape/shape.ts";

/** In the place of a shard's schemes or a source's format: what `init` could not decide, and a person has to. */
export const UNDECIDED = "undecided" as const;

/** A path or an address, relative to the configuration's folder. */
export const PATH = text(/^[^\0]+$/, "a path");

/** The name of a file in the environment's mount of secrets. */
export const SECRET = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "a secret's name");

/** Bytes, from a text such as 512MiB. */
export const SIZE: Shape<number> = {
  read(reader, value, path) {
    const bytes = typeof value === "string" ? parseSize(value) : undefined;
    if (bytes === undefined) reader.refuse(path, "is not a size such as 512MiB or 2GiB");
    return bytes ?? 0;
  },
  schema: () => ({ type: "string", pattern: SIZE_PATTERN }),
};
