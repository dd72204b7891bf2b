import { randomBytes } from "node:crypto";
import { bytesToBigIntBE, FIELD_BYTES, FIELD_ORDER } from "./field.ts";

/** A uniformly random field element, by rejection sampling: 254 random bits, until they are below the order. */
export function randomField(): bigint {
  for (;;) {
    const bytes = randomBytes(FIELD_BYTES);
    bytes[0]! &= 0x3f;
    const value = bytesToBigIntBE(bytes);
    if (value < FIELD_ORDER) return value;
  }
}
