import * as zlib from "node:zlib";
import { usageError } from "../../shared/errors.ts";

/** zstd as Node has it since 22.15. @throws usage `source/no-zstd` on an older one */
export function nodeZstd(): Pick<typeof zlib, "createZstdDecompress" | "zstdDecompressSync"> {
  if ("createZstdDecompress" in zlib) return zlib;
  throw usageError("source/no-zstd", `Node ${process.version} cannot read zstd`, "Use Node 22.15 or newer.");
}
