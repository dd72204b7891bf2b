import { expect, expectTypeOf, test } from "vitest";
import type { readShardStatus } from "../../../prover/chain/ledger/status.ts";
import type { readReleaseStatus } from "../../../prover/chain/releases/status.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import {
  type CircuitId,
  type Commitment,
  type ListId,
  type ReleaseId,
  toCircuitId,
  toCommitment,
  toListId,
  toReleaseId,
} from "../../../prover/shared/ids.ts";

const HEX = `0x${"aB".repeat(32)}`;

test("turns 32 bytes in hexadecimal into an id in lower case", () => {
  for (const toId of [toListId, toReleaseId, toCircuitId]) expect(toId(HEX)).toBe(HEX.toLowerCase());
});

test.each(["", "0x", "0x12", HEX.slice(2), `${HEX}0`, `${HEX}\n`, `0x${"g".repeat(64)}`])(
  "refuses the id %j",
  (text) => {
    expect(() => toListId(text)).toThrow(refusal("list"));
    expect(() => toReleaseId(text)).toThrow(refusal("release"));
    expect(() => toCircuitId(text)).toThrow(refusal("circuitId"));
  },
);

test("takes a commitment as a number or as a canonical decimal", () => {
  expect(toCommitment("0")).toBe(0n);
  expect(toCommitment(FIELD_ORDER - 1n)).toBe(FIELD_ORDER - 1n);
});

test.each(["", "-1", "01", "0x1", "1\n", -1n, FIELD_ORDER, String(FIELD_ORDER)])(
  "refuses the commitment %s",
  (value) => {
    expect(() => toCommitment(value)).toThrow(refusal("commitment"));
  },
);

test("does not compile where one kind of id is passed for another, or a text that nothing has validated", () => {
  expectTypeOf<Parameters<typeof readReleaseStatus>[2]>().toEqualTypeOf<ListId>();
  expectTypeOf<Parameters<typeof readReleaseStatus>[3]>().toEqualTypeOf<ReleaseId>();
  expectTypeOf<Parameters<typeof readShardStatus>[3]>().toEqualTypeOf<Commitment>();
  const takesList = (list: ListId) => list;
  const takesCommitment = (commitment: Commitment) => commitment;
  const release: ReleaseId = toReleaseId(HEX);
  const circuitId: CircuitId = toCircuitId(HEX);
  // @ts-expect-error a release
  takesList(release);
  // @ts-expect-error a circuit
  takesList(circuitId);
  // @ts-expect-error a plain text
  takesList(HEX);
  // @ts-expect-error a plain number
  takesCommitment(1n);
  // @ts-expect-error a circuit
  takesCommitment(circuitId);
  expect(takesList(toListId(HEX))).toBe(circuitId);
});

const refusal = (parameter: string) =>
  expect.objectContaining({
    kind: "usage",
    code: "chain/bad-id",
    message: expect.stringContaining(`${parameter}: `),
  });
