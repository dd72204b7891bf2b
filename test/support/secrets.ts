import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bigIntToBytesBE, bigIntToBytesLE } from "../../prover/shared/field.ts";

/** Every form in which a number may leak: decimal, hexadecimal and base64 in both byte orders, raw bytes. */
export function spellings(value: bigint, bytes = 32): Buffer[] {
  const raw = [bigIntToBytesBE(value, bytes), bigIntToBytesLE(value, bytes)].map((order) => Buffer.from(order));
  const hex = raw.map((order) => order.toString("hex"));
  const texts = [
    value.toString(),
    value.toString(16),
    value.toString(16).toUpperCase(),
    ...hex,
    ...hex.map((digits) => digits.toUpperCase()),
    ...raw.map((order) =>
      order
        .toString("base64")
        .replace(/[^A-Za-z0-9+/]+$/, "")
        .slice(0, -1),
    ),
  ];
  return [...texts.map((text) => Buffer.from(text)), ...raw];
}

/** Every file below a folder, by its path inside it. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(files.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

/** Which of the named texts or files hold one of the values in any form. */
export function leaks(values: readonly bigint[], places: ReadonlyMap<string, Uint8Array>, bytes = 32): string[] {
  const wanted = values.flatMap((value) => spellings(value, bytes));
  return [...places].flatMap(([name, content]) => {
    const haystack = Buffer.from(content.buffer, content.byteOffset, content.length);
    return wanted.some((spelling) => haystack.includes(spelling)) ? [name] : [];
  });
}
