/** A member as raw bytes, valid or not. `size`: the header's size, when not the content's length. */
type RawMember = {
  name: string;
  content?: string | Uint8Array;
  type?: string;
  size?: number | string | Uint8Array;
  /** The kind of header: without the later fields (v7), POSIX's or GNU's. */
  magic?: "v7" | "ustar" | "gnu";
  prefix?: string;
  /** Last changes to the block, before its checksum. */
  edit?(block: Buffer): void;
  /** How the checksum is computed. */
  signed?: boolean;
};

const MAGIC = { v7: "", ustar: "ustar\x0000", gnu: "ustar  \0" };

/** Two blocks of zeros. */
export const END = Buffer.alloc(1024);

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;

/** One member: header block, content, padding. */
export function rawMember({ name, content = "", type = "0", size, magic = "ustar", ...rest }: RawMember): Buffer {
  const bytes = Buffer.from(content as string);
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write(octal(0o644, 7), 100);
  const stated = size ?? bytes.length;
  if (typeof stated === "number") block.write(octal(stated, 11), 124);
  else block.set(Buffer.from(stated as string), 124);
  block.write(type, 156, "latin1");
  block.write(MAGIC[magic], 257, "latin1");
  if (rest.prefix !== undefined) block.write(rest.prefix, 345, 155);
  rest.edit?.(block);
  block.fill(" ", 148, 156);
  let sum = 0;
  for (const byte of block) sum += rest.signed ? (byte << 24) >> 24 : byte;
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([block, padded(bytes)]);
}

/** An extended header of these records. */
export function paxHeader(records: Record<string, string> | [string, string][], type = "x"): Buffer {
  const lines = (Array.isArray(records) ? records : Object.entries(records)).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    const bytes = Buffer.byteLength(rest);
    const length = [1, 2, 3, 4, 5, 6, 7].find((digits) => String(bytes + digits).length === digits)! + bytes;
    return `${length}${rest}`;
  });
  return rawMember({ name: "PaxHeaders/x", type, content: lines.join("") });
}

export const tarOfRaw = (...parts: Uint8Array[]): Buffer => Buffer.concat([...parts, END]);
