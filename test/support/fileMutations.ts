import { placesIn } from "./documents.ts";

/** A way to change a JSON document, and its encoding as bytes. `next`: a number in [0, 1). */
export type FileMutation = (document: object, next: () => number) => string | Uint8Array;

const text = (value: unknown) => JSON.stringify(value);
const pick = <T>(some: readonly T[], next: () => number): T => some[Math.floor(next() * some.length)]!;

/** Changes one of the places that fit; a document without any stays unchanged. */
const at =
  (fits: (value: unknown) => boolean, change: (value: never, next: () => number) => unknown): FileMutation =>
  (document, next) => {
    const places = placesIn(document).filter(({ container, name }) => fits(container[name]));
    if (places.length === 0) return text(document);
    const { container, name } = pick(places, next);
    container[name] = change(container[name] as never, next);
    return text(document);
  };

const isList = (value: unknown) => Array.isArray(value) && value.length > 0;
const isText = (value: unknown) => typeof value === "string" && value.length > 0;
const isDecimal = (value: unknown) => typeof value === "string" && /^\d{2,}$/.test(value);
const isHex = (value: unknown) => typeof value === "string" && /^(0x)?[0-9a-f]{20,}$/.test(value);

export const FILE_MUTATIONS: Record<string, FileMutation> = {
  "as it is": text,
  "laid out otherwise": (document) => JSON.stringify(document, undefined, "\t"),
  "keys turned round": (document) => text(Object.fromEntries(Object.entries(document).reverse())),
  "a field missing": (document, next) => {
    const { container, name } = pick(placesIn(document), next);
    if (Array.isArray(container)) container.splice(Number(name), 1);
    else delete container[name];
    return text(document);
  },
  "a field more": (document) => text({ ...document, note: 1 }),
  "a null": at(
    () => true,
    () => null,
  ),
  "a number more": at(
    (value) => typeof value === "number",
    (value: number) => value + 1,
  ),
  "a number as text": at((value) => typeof value === "number", String),
  "a list turned round": at(isList, (list: unknown[]) => list.toReversed()),
  "an element twice": at(isList, (list: unknown[]) => [...list, list[0]]),
  "an element less": at(isList, (list: unknown[]) => list.slice(1)),
  "an empty list": at(isList, () => []),
  "another decimal": at(isDecimal, (value: string) => String(BigInt(value) + 1n)),
  "a leading zero": at(isDecimal, (value: string) => `0${value}`),
  "another hash": at(isHex, (value: string) => value.slice(0, -1) + (value.endsWith("0") ? "1" : "0")),
  "capital letters": at(isHex, (value: string) => value.toUpperCase()),
  "another text": at(isText, (value: string) => `${value}x`),
  "cut off": (document, next) => text(document).slice(0, Math.floor(next() * text(document).length)),
  "something after it": (document) => `${text(document)}{}`,
  "a bit flipped": (document, next) => {
    const bytes = Buffer.from(text(document));
    bytes[Math.floor(next() * bytes.length)]! ^= 1 << Math.floor(next() * 7);
    return bytes;
  },
};

/** The same in the payload of an envelope; a document of another kind stays unchanged. */
export const PAYLOAD_MUTATIONS: Record<string, FileMutation> = Object.fromEntries(
  Object.entries(FILE_MUTATIONS).map(([kind, change]) => [
    `in a payload: ${kind}`,
    (document: object, next: () => number) => {
      if (!("payload" in document)) return text(document);
      const payload = change(JSON.parse(Buffer.from(String(document.payload), "base64").toString()), next);
      return text({ ...document, payload: Buffer.from(payload as Uint8Array).toString("base64") });
    },
  ]),
);
