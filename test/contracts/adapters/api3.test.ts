import { createRequire } from "node:module";
import {
  type Contract,
  concat,
  getBytes,
  type InterfaceAbi,
  id,
  solidityPackedKeccak256,
  toBeHex,
  Wallet,
} from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { epochAt, epochs, type OracleScene, oracleScene, PAGES, transact } from "../../support/oracleScene.ts";
import { deployCompiled } from "../../support/solidity.ts";

const HOUR = 3600;

/** A contract of API3's as it is published, with the bytecode that the package brings. */
function published(path: string): { abi: InterfaceAbi; bytecode: string } {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const folder = "@api3/airnode-protocol-v1/dist/src/contracts/factories";
  return createRequire(import.meta.url)(`${folder}/${path}__factory.js`)[`${name}__factory`];
}

/** The operators of the Airnodes in the order of their addresses, and somebody else. */
const [first, second, third] = ["first", "second", "third"]
  .map((name) => new Wallet(id(name)))
  .sort((one, other) => (one.address.toLowerCase() < other.address.toLowerCase() ? -1 : 1)) as [Wallet, Wallet, Wallet];
const stranger = new Wallet(id("stranger"));

/** What is signed, and when; the shape that API3 publishes: template, time in seconds, data. */
type Signed = { template: string; time: number; data: string; signature: string };

function sign(template: string, time: number, data: string, by = first): Signed {
  const hash = solidityPackedKeccak256(["bytes32", "uint256", "bytes"], [template, time, data]);
  return { template, time, data, signature: by.signMessageSync(getBytes(hash)) };
}

/** The other signature of the same message: s is in the upper half of the order of secp256k1. */
function malleated(signature: string): string {
  const bytes = getBytes(signature);
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const s = order - BigInt(`0x${Buffer.from(bytes.subarray(32, 64)).toString("hex")}`);
  return concat([bytes.subarray(0, 32), toBeHex(s, 32), toBeHex(bytes[64] === 27 ? 28 : 27, 1)]);
}

let scene: OracleScene;
let oracle: Contract;
let template: string;
let now: number;
let server: Contract;

/** The same signed data for API3's server, and for the oracle with the second operator's beside it. */
const toServer = ({ template, time, data, signature }: Signed, to = server) =>
  [to, "updateBeaconWithSignedData", first.address, template, time, data, signature] as const;
const toOracle = ({ time, data, signature }: Signed, to = oracle) => {
  const other = sign(template, now, data, second);
  const both = [
    { timestamp: time, signature },
    { timestamp: now, signature: other.signature },
  ];
  return [to, "publish", data, [...both, { timestamp: 0, signature: "0x" }]] as const;
};

const refusal = ([contract, method, ...args]: readonly [Contract, string, ...unknown[]]) =>
  scene.refusal(contract.getFunction(method).staticCall(...args));

const newServer = async () => {
  const { signer } = scene.chain;
  const registry = await deployCompiled(published("access-control-registry/AccessControlRegistry"), signer!);
  const args = [await registry.getAddress(), "admin", await signer!.getAddress()];
  return deployCompiled(published("api3-server-v1/Api3ServerV1"), signer!, ...args);
};

/** A value of a data feed: the only data that API3's server stores. */
const VALUE = toBeHex(123, 32);
const readValue = async (of: Contract): Promise<[bigint, bigint]> => {
  const beacon = solidityPackedKeccak256(["address", "bytes32"], [first.address, template]);
  const { value, timestamp } = await of.getFunction("dataFeeds")(beacon);
  return [value, timestamp];
};

beforeAll(async () => {
  scene = await oracleScene();
  server = await newServer();
  const operators = [first, second, third].map(({ address }) => address);
  oracle = await scene.newOracle(operators, 2, `0x${"00".repeat(20)}`, `0x${"00".repeat(32)}`);
  template = await oracle.getFunction("templateId")();
  now = await scene.time();
});
afterAll(() => scene?.chain.close());

/** Each is refused by both for its signature, whatever was signed. */
const FORGERIES: [string, (data: string) => Signed][] = [
  ["by somebody else", (data) => sign(template, now, data, stranger)],
  ["by another operator", (data) => sign(template, now, data, third)],
  ["of other data", (data) => ({ ...sign(template, now, `${data.slice(0, -2)}77`), data })],
  ["of another time", (data) => ({ ...sign(template, now - 1, data), time: now })],
  ["for another template", (data) => ({ ...sign(id("other"), now, data), template })],
];

test.each(FORGERIES)("both refuse a signature %s", async (_, forge) => {
  expect(await refusal(toServer(forge(VALUE)))).toBe("Signature mismatch");
  expect(await refusal(toServer(forge(epochAt(PAGES))))).toBe("Signature mismatch");
  expect(await refusal(toOracle(forge(epochAt(PAGES))))).toBe("InvalidSignature");
});

test("both refuse the other form of a signature", async () => {
  const again = (signed: Signed) => ({ ...signed, signature: malleated(signed.signature) });
  expect(await refusal(toServer(again(sign(template, now, VALUE))))).toBe("ECDSA: invalid signature 's' value");
  expect(await refusal(toOracle(again(sign(template, now, epochAt(PAGES)))))).toBe("InvalidSignature");
});

/** API3 takes what is newer than its last value, and an hour of the future. The oracle takes an hour of the past. */
test("both refuse what is not of their time", async () => {
  expect(await refusal(toServer(sign(template, now + 2 * HOUR, VALUE)))).toBe("Timestamp not valid");
  for (const time of [now - HOUR - 60, now + 2 * HOUR, now + HOUR / 2])
    expect(await refusal(toOracle(sign(template, time, epochAt(PAGES))))).toBe("StaleSignature");
});

/** The server stores numbers only. That is its second check: it has found the signature good. */
test("API3's check accepts the operator's signature of an epoch", async () => {
  expect(await refusal(toServer(sign(template, now, epochAt(PAGES))))).toBe("Data length not correct");
});

test("both accept what the operators sign, and refuse its replay", async () => {
  const value = sign(template, now, VALUE);
  await transact(...toServer(value));
  expect(await readValue(server)).toEqual([123n, BigInt(now)]);
  expect(await refusal(toServer(value))).toBe("Does not update timestamp");
  expect(await refusal(toServer(sign(template, now - 1, VALUE)))).toBe("Does not update timestamp");

  const epoch = sign(template, now, epochAt(PAGES));
  expect(await scene.reported()).toEqual([]);
  await transact(...toOracle(epoch));
  expect(await scene.reported()).toEqual(epochs(1));
  expect(await refusal(toOracle(epoch))).toBe("StaleSignature");
  expect(await refusal(toOracle(sign(template, now - 1, epochAt(PAGES))))).toBe("StaleSignature");
});

/** Its place is free again. Signatures count that were made since the content was published last. */
test("a dropped epoch is published again by new signatures only", async () => {
  await scene.drop(2);
  expect(await refusal(toOracle(sign(template, now, epochAt(PAGES))))).toBe("StaleSignature");
  now = await scene.time();
  await transact(...toOracle(sign(template, now, epochAt(PAGES))));
  expect(await scene.reported()).toEqual(epochs(1));
});

/** API3's operators sign once for all servers; an oracle's template is of one contract, chain and list. */
test("what was signed for one is accepted by every server of API3's, and by no other oracle", async () => {
  const other = await newServer();
  await transact(...toServer(sign(template, now, VALUE), other));
  expect(await readValue(other)).toEqual([123n, BigInt(now)]);
  const operators = [first, second, third].map(({ address }) => address);
  const elsewhere = await scene.newOracle(operators, 2, `0x${"00".repeat(20)}`, `0x${"00".repeat(32)}`);
  expect(await refusal(toOracle(sign(template, now, epochAt(PAGES + 1)), elsewhere))).toBe("InvalidSignature");
  await transact(...toOracle(sign(template, now, epochAt(PAGES + 1))));
  expect(await scene.reported()).toEqual(epochs(2));
});
