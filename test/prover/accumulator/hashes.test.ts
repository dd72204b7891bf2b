import { AbiCoder, keccak256, toUtf8Bytes } from "ethers";
import { expect, test } from "vitest";
import { commitmentOf, listAccumulatorHash, powersId } from "../../../prover/accumulator/hashes.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { g1, g2, tau } from "./known.ts";

const abi = AbiCoder.defaultAbiCoder();
const encoded = (types: string[], values: unknown[]) => keccak256(abi.encode(types, values));
const words = ([[x0, x1], [y0, y1]]: ReturnType<typeof g2>) => [x1, x0, y1, y0];

const ID = powersId(tau.g1, tau.g2);

test("the id of powers is the hash of [tau]_1 and [tau]_2 as the ABI encodes them", () => {
  expect(ID).toBe(encoded(["uint256[6]"], [[...tau.g1, ...words(tau.g2)]]));
  expect(powersId(g1(7n), g2(7n))).not.toBe(ID);
});

test("a commitment and a list's hash are what a contract computes", () => {
  const domain = keccak256(toUtf8Bytes("disjoint/accumulator/v1"));
  for (const scalar of [1n, 5n, 2n ** 200n]) {
    const hash = BigInt(encoded(["bytes32", "bytes32", "uint256", "uint256"], [domain, ID, ...g1(scalar)]));
    expect(commitmentOf(ID, g1(scalar))).toBe(hash % FIELD_ORDER);
    const list = encoded(["bytes32", "uint256[4]"], [ID, words(g2(scalar))]);
    expect(listAccumulatorHash(ID, g2(scalar))).toBe(list);
  }
});

test("other powers or another point give another commitment and another hash", () => {
  const other = powersId(g1(7n), g2(7n));
  expect(new Set([commitmentOf(ID, g1(5n)), commitmentOf(other, g1(5n)), commitmentOf(ID, g1(6n))]).size).toBe(3);
  const hashes = [listAccumulatorHash(ID, g2(5n)), listAccumulatorHash(other, g2(5n)), listAccumulatorHash(ID, g2(6n))];
  expect(new Set(hashes).size).toBe(3);
});
