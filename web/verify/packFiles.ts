import { type PickedFile, withoutOuterFolder } from "../files/picked.ts";
import type { PackSource } from "./protocol.ts";

/**
 * A pack that a reader chose: one file as it is, or a folder. As for the command line, a folder inside is taken for a
 * file without content, which no pack has.
 */
export async function readPickedPack(files: readonly PickedFile[]): Promise<PackSource> {
  const [first] = files;
  if (files.length === 1 && first !== undefined && !first.path.includes("/")) return first.bytes();
  const named = await Promise.all(
    withoutOuterFolder(files).map(async ({ path, bytes }) => {
      const [name = "", ...inside] = path.split("/");
      return [name, inside.length === 0 ? await bytes() : new Uint8Array()] as const;
    }),
  );
  return new Map(named);
}
