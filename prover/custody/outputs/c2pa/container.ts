import { concatBytes } from "@noble/hashes/utils.js";
import { areSameBytes } from "../../../shared/collections.ts";
import { dataError } from "../../../shared/errors.ts";

/**
 * A file that can have a C2PA manifest. `content`: the file without it, byte for byte; `hasManifest`: whether there is
 * one. Everything else that the file holds is content, whether it is shown or not.
 */
export type Container = { mediaType: string; content: Uint8Array; hasManifest: boolean };

/** Where something is in a file: from `start` up to `end`. */
type Range = { start: number; end: number };

/** `find`: the parts of the file that hold manifests, in order; `remove`: the file without one of them. */
type Format = {
  name: string;
  mediaType: string;
  isOne(file: Uint8Array): boolean;
  find(file: Uint8Array): Range[];
  remove(file: Uint8Array, manifest: Range): Uint8Array;
};

const viewOf = (file: Uint8Array) => new DataView(file.buffer, file.byteOffset, file.byteLength);
const text = (file: Uint8Array, at: number, length = 4) => String.fromCharCode(...file.subarray(at, at + length));
const cut = (file: Uint8Array, { start, end }: Range) => concatBytes(file.subarray(0, start), file.subarray(end));

/** Type of a JUMBF superbox that is a manifest store (C2PA 2.2, "Manifest Store"). */
const C2PA_UUID = Uint8Array.from([0x63, 0x32, 0x70, 0x61, 0, 0x11, 0, 0x10, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]);

/** Chunks have a length, a type, data and a CRC (PNG, section 5.3). The manifest is the chunk caBX (C2PA 2.2). */
const PNG: Format = {
  name: "PNG",
  mediaType: "image/png",
  isOne: (file) => areSameBytes(file.subarray(0, 8), Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])),
  find(file) {
    const found: Range[] = [];
    for (let start = 8; ; ) {
      if (start + 12 > file.length) throw notWhole("PNG");
      const end = start + 12 + viewOf(file).getUint32(start);
      if (end > file.length) throw notWhole("PNG");
      const type = text(file, start + 4);
      if (type === "caBX") found.push({ start, end });
      if (type === "IEND") return found;
      start = end;
    }
  },
  remove: cut,
};

/**
 * Marker segments up to the start of scan, with any number of 0xff before each (ITU-T T.81, appendix B). The manifest
 * is in APP11 segments, which follow each other, count from 1, and repeat the header of the box (ISO 19566-5, D.2).
 */
const JPEG: Format = {
  name: "JPEG",
  mediaType: "image/jpeg",
  isOne: (file) => file[0] === 0xff && file[1] === 0xd8 && file[2] === 0xff,
  find(file) {
    const found: (Range & { box: number; next: number })[] = [];
    for (let start = 2; ; ) {
      if (start + 4 > file.length || file[start] !== 0xff) throw notWhole("JPEG");
      const marker = file[start + 1]!;
      if (marker === 0xff) {
        start++;
        continue;
      }
      if (marker === 0xda || marker === 0xd9) return found;
      const end = start + 2 + viewOf(file).getUint16(start + 2);
      if (end > file.length || end < start + 4) throw notWhole("JPEG");
      const isBox = marker === 0xeb && end - start >= 20 && text(file, start + 4, 2) === "JP";
      if (isBox && text(file, start + 16) === "jumb") {
        const box = viewOf(file).getUint16(start + 6);
        const place = viewOf(file).getUint32(start + 8);
        const last = found.at(-1);
        const goesOn = last?.end === start && last.box === box && last.next === place;
        if (goesOn) Object.assign(last, { end, next: place + 1 });
        else if (place === 1 && isManifestStore(file, start + 20, end)) found.push({ start, end, box, next: 2 });
      }
      start = end;
    }
  },
  remove: cut,
};

/** Whether a superbox's description, which comes first in it, says that it is a manifest store. */
const isManifestStore = (file: Uint8Array, at: number, end: number): boolean =>
  at + 24 <= end && text(file, at + 4) === "jumd" && areSameBytes(file.subarray(at + 8, at + 24), C2PA_UUID);

/** Chunks have a type, a length, and data that are padded to an even length. The manifest is the chunk "C2PA". */
const WAV: Format = {
  name: "WAV",
  mediaType: "audio/wav",
  isOne: (file) => text(file, 0) === "RIFF" && text(file, 8) === "WAVE",
  find(file) {
    const found: Range[] = [];
    const whole = 8 + viewOf(file).getUint32(4, true);
    if (whole > file.length) throw notWhole("WAV");
    for (let start = 12; start < whole; ) {
      if (start + 8 > whole) throw notWhole("WAV");
      const length = viewOf(file).getUint32(start + 4, true);
      const end = start + 8 + length + (length % 2);
      if (end > whole) throw notWhole("WAV");
      if (text(file, start) === "C2PA") found.push({ start, end });
      start = end;
    }
    return found;
  },
  remove(file, manifest) {
    const rest = cut(file, manifest);
    viewOf(rest).setUint32(4, viewOf(file).getUint32(4, true) - (manifest.end - manifest.start), true);
    return rest;
  },
};

const FORMATS = [PNG, JPEG, WAV];

const notWhole = (name: string) =>
  dataError("custody/invalid", `the output is no whole ${name} file`, "Give the file as it was written.");

/**
 * Splits a file into its content and its C2PA manifest.
 *
 * @param file all of a PNG, JPEG or WAV file
 * @throws data `custody/media-type` for another kind of file, `custody/invalid` for a damaged one, or for several
 * manifests
 */
export function splitContainer(file: Uint8Array): Container {
  const format = FORMATS.find(({ isOne }) => isOne(file));
  if (format === undefined)
    throw dataError(
      "custody/media-type",
      "the output is no PNG, JPEG or WAV file",
      "Keep the signature apart from other kinds of files.",
    );
  const { mediaType } = format;
  const [manifest, ...more] = format.find(file);
  if (more.length > 0)
    throw dataError("custody/invalid", "the output has several C2PA manifests", "Give the file as it was written.");
  if (manifest === undefined) return { mediaType, content: file, hasManifest: false };
  return { mediaType, content: format.remove(file, manifest), hasManifest: true };
}
