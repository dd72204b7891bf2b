import { crc32, deflateSync } from "node:zlib";

const PNG_SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

/** A chunk of a PNG file. */
export function pngChunk(type: string, data: Uint8Array = new Uint8Array()): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length);
  chunk.write(type, 4, "latin1");
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** A grey image of 8 by 8 pixels, with other chunks before its end. */
export function makePng(grey: number, ...others: Buffer[]): Buffer {
  const header = Buffer.from("0000000800000008" + "0800000000", "hex");
  const rows = Buffer.alloc(9 * 8, grey);
  for (let row = 0; row < 8; row++) rows[9 * row] = 0;
  const chunks = [pngChunk("IHDR", header), pngChunk("IDAT", deflateSync(rows)), ...others, pngChunk("IEND")];
  return Buffer.concat([PNG_SIGNATURE, ...chunks]);
}

/** A marker segment of a JPEG file. */
export function jpegSegment(marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** A grey image of 8 by 8 pixels, quantized in steps of `step`, with other segments at its beginning. */
export function makeJpeg(step: number, ...others: Buffer[]): Buffer {
  const hex = (text: string) => Buffer.from(text, "hex");
  return Buffer.concat([
    hex("ffd8"),
    jpegSegment(0xe0, hex("4a46494600010100000100010000")),
    ...others,
    jpegSegment(0xdb, Buffer.concat([hex("00"), Buffer.alloc(64, step)])),
    jpegSegment(0xc0, hex("080008000801011100")),
    jpegSegment(0xc4, hex(`0001${"00".repeat(16)}`)),
    jpegSegment(0xc4, hex(`1001${"00".repeat(16)}`)),
    jpegSegment(0xda, hex("010100003f00")),
    hex("3fffd9"),
  ]);
}

/** A chunk of a RIFF file, padded to an even length. */
export function riffChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(8 + data.length + (data.length % 2));
  chunk.write(type, "latin1");
  chunk.writeUInt32LE(data.length, 4);
  chunk.set(data, 8);
  return chunk;
}

/** A thousand equal samples of sound, with other chunks at its end. */
export function makeWav(sample: number, ...others: Buffer[]): Buffer {
  const format = Buffer.from("0100" + "0100" + "401f0000" + "401f0000" + "0100" + "0800", "hex");
  const chunks = [riffChunk("fmt ", format), riffChunk("data", Buffer.alloc(1000, sample)), ...others];
  const content = Buffer.concat([Buffer.from("WAVE"), ...chunks]);
  const head = Buffer.from("RIFF\0\0\0\0", "latin1");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}
