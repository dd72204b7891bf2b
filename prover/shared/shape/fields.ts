import type { Setup } from "../circuit.ts";
import { CANONICAL_DECIMAL } from "../document.ts";
import { FIELD_ORDER } from "../field.ts";
import type { CircuitId, Commitment } from "../ids.ts";
import { integer, mapped, oneOf, type Shape, text } from "./shape.ts";

// Fields that several formats have.

/** Text for people, without control characters. */
export const LINE = text(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,512}$/u, "printable text in one line");

/** A name for people. */
export const NAME = text(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,128}$/u, "a printable name");

/** A SHA-256. */
export const SHA256 = text(/^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex");

/** An id of 32 bytes; `meaning` says of what. */
export const idOf = <T extends string = string>(meaning: string): Shape<T> => text<T>(/^0x[0-9a-f]{64}$/, meaning);

/** The id of a circuit. */
export const CIRCUIT_ID = idOf<CircuitId>("a circuit id");

/** The id of powers of tau. */
export const POWERS_ID = idOf("an id of powers of tau");

/** Any text, which may be empty. */
export const ANY_TEXT: Shape<string> = { ...text(/^/, "text"), schema: () => ({ type: "string" }) };

/** Text that is not empty. */
export const TEXT: Shape<string> = { ...text(/[\s\S]/, "text"), schema: () => ({ type: "string", minLength: 1 }) };

/** BLAKE2b-512, the hash of ceremonies. */
export const BLAKE2B = text(/^[0-9a-f]{128}$/, "a BLAKE2b-512");

/** A number below `order`, in its one decimal spelling. */
export const decimal = (order = FIELD_ORDER): Shape<bigint> => ({
  read: (reader, value, path) => reader.decimal(value, path, order),
  schema: () => ({ type: "string", pattern: CANONICAL_DECIMAL }),
});

/** An element of the scalar field. */
export const DECIMAL = decimal();

/** The same, kept as text. */
export const DECIMAL_TEXT = mapped(DECIMAL, String);

/** The commitment to a shard. */
export const COMMITMENT = mapped(DECIMAL, (value) => value as Commitment);

/** A key of a work. */
export const KEY = text(/^(?!0*$)[0-9a-f]{62}$/, "a key: 62 hexadecimal digits in lower case, not all 0");

/** The name of a scheme. */
export const SCHEME = text(/^[a-z][a-z0-9-]{0,31}$/, "the name of a scheme");

/** How many entries a page has room for. */
export const PAGE_SIZE = oneOf([16, 256]);

/** How a key or powers of tau were made. */
export const SETUP = oneOf<Setup>(["development", "ceremony"]);

/** The address of a contract. */
export const ADDRESS = text(/^0x[0-9a-f]{40}$/, "an address");

/** How many there are. */
export const COUNT = integer(0, Number.MAX_SAFE_INTEGER);

/** A whole number of 32 bits. */
export const UINT32 = integer(0, 2 ** 32 - 1);
