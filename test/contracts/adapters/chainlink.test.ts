import { join } from "node:path";
import {
  AbiCoder,
  type Contract,
  computeAddress,
  concat,
  id,
  keccak256,
  SigningKey,
  solidityPacked,
  toBeHex,
} from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../../support/full.ts";
import { publishedFiles } from "../../support/npm.ts";
import { epochAt, epochs, type OracleScene, oracleScene, PAGES, transact } from "../../support/oracleScene.ts";
import { compileHelper, deployCompiled } from "../../support/solidity.ts";

const CHAINLINK = "@chainlink/contracts@1.5.0";

/** Chainlink's contracts and what they import, by the names of the imports, with the digests of the packages. */
const PACKAGES = {
  [CHAINLINK]: "sha512-1fGJwjvivqAxvVOTqZUEXGR54CATtg0vjcXgSIk4Cfoad2nUhSG/qaWHXjLg1CkNTeOoteoxGQcpP/HiA5HsUA==",
  "@openzeppelin/contracts@4.8.3":
    "sha512-bQHV8R9Me8IaJoJ2vPG4rXcL7seB7YVuskr4f+f5RyOStSZetwzkWtoqDMl5erkBJy0lDRUnIR2WIkPiC0GJlg==",
  "@openzeppelin/contracts@5.0.2":
    "sha512-ytPc6eLGcHHnapAZ9S+5qsdomhjo6QBHTDRRBFfTxXIpsicMhVPouPgmUPebZZZGX7vt9USA+Z+0M0dSVtSUEA==",
};

/** KeystoneForwarder as it is published, compiled with this project's compiler. */
async function compileForwarder() {
  const folders = new Map<string, string>();
  for (const [name, integrity] of Object.entries(PACKAGES)) folders.set(name, await publishedFiles(name, integrity));
  const file = `${CHAINLINK}/src/v0.8/keystone/KeystoneForwarder.sol`;
  return compileHelper(file, "KeystoneForwarder", (path) => {
    const [scope, name, ...rest] = path.split("/");
    return join(folders.get(`${scope}/${name}`)!, ...rest);
  });
}

const DON = 7;
const VERSION = 1;
const WORKFLOW = id("workflow");
const CONTEXT = `0x${"00".repeat(96)}`;

/** Enough to publish an epoch; and enough for the forwarder to try, which does not revert when its receiver does. */
const GAS = 2_000_000;
const SCARCE_GAS = 250_000;

/** One node may be faulty, so there are four, and two sign each report. */
const NODES = Array.from({ length: 4 }, (_, i) => new SigningKey(id(`node ${i}`)));
const STRANGER = new SigningKey(id("stranger"));

const sign = (raw: string, by = NODES.slice(0, 2)): string[] =>
  by.map((node) => {
    const { r, s, yParity } = node.sign(keccak256(concat([keccak256(raw), CONTEXT])));
    return concat([r, s, toBeHex(yParity, 1)]);
  });

describe.runIf(FULL)("Chainlink's KeystoneForwarder and the oracle", () => {
  let scene: OracleScene;
  let forwarder: Contract;
  let oracle: Contract;
  let template: string;
  let executions = 0;

  const newOracle = async () => scene.newOracle([], 0, await forwarder.getAddress(), WORKFLOW);

  /** A report of a new execution of a workflow: the header, what the workflow says, and both together. */
  function newReport(firstPage: number, { workflow = WORKFLOW, to = template, pages = 1 } = {}) {
    executions += 1;
    const metadata = solidityPacked(
      ["bytes32", "bytes10", "address", "bytes2"],
      [workflow, `0x${"6e".repeat(10)}`, computeAddress(STRANGER), "0x0001"],
    );
    const header = solidityPacked(
      ["uint8", "bytes32", "uint32", "uint32", "uint32"],
      [1, toBeHex(executions, 32), 1_800_000_000, DON, VERSION],
    );
    const content = AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes"], [to, epochAt(firstPage, pages)]);
    return { metadata, content, raw: concat([header, metadata, content]), execution: toBeHex(executions, 32) };
  }

  /** Delivers a report in a transaction, and says whether its receiver took it. */
  async function deliver(raw: string, { to = oracle, signatures = sign(raw), gasLimit = GAS } = {}): Promise<boolean> {
    const args = [await to.getAddress(), raw, CONTEXT, signatures, { gasLimit }];
    const { logs } = await transact(forwarder, "report", ...args);
    return forwarder.interface.parseLog(logs.at(-1)!)!.args.result;
  }

  /** Why the forwarder refuses a report. */
  const refused = async (raw: string, signatures: string[]) => {
    const args = [await oracle.getAddress(), raw, CONTEXT, signatures, { gasLimit: GAS }];
    return scene.refusal(forwarder.getFunction("report").staticCall(...args));
  };

  /** Why the oracle refuses what the forwarder passes on. */
  const notTaken = async ({ metadata, content }: { metadata: string; content: string }, by = oracle) => {
    const asForwarder = (by.connect(scene.chain.provider) as Contract).getFunction("onReport");
    return scene.refusal(asForwarder.staticCall(metadata, content, { from: await forwarder.getAddress() }));
  };

  /** What the forwarder recorded of a delivery, in the words of its enumeration TransmissionState. */
  const stateOf = async (execution: string) => {
    const info = forwarder.getFunction("getTransmissionInfo");
    const { state } = await info(await oracle.getAddress(), execution, "0x0001");
    return ["not attempted", "succeeded", "invalid receiver", "failed"][Number(state)];
  };

  beforeAll(async () => {
    scene = await oracleScene();
    forwarder = await deployCompiled(await compileForwarder(), scene.chain.signer!);
    const nodes = NODES.map((node) => computeAddress(node));
    await transact(forwarder, "setConfig", DON, VERSION, 1, nodes);
    oracle = await newOracle();
    template = await oracle.getFunction("templateId")();
  });
  afterAll(() => scene?.chain.close());

  it("refuses forged reports", async () => {
    const { raw, metadata, content } = newReport(PAGES);
    const [first, second] = sign(raw) as [string, string];
    expect(await refused(raw, sign(raw, [NODES[0]!, STRANGER]))).toBe("InvalidSigner");
    expect(await refused(newReport(PAGES).raw, [first, second])).toBe("InvalidSigner");
    expect(await refused(raw, [first, first])).toBe("DuplicateSigner");
    expect(await refused(raw, [first])).toBe("InvalidSignatureCount");
    expect(await scene.refusal(oracle.getFunction("onReport").staticCall(metadata, content))).toBe("NotForwarder");
    expect(await scene.reported()).toEqual([]);
  });

  it("delivers no report of another workflow, nor one for another oracle", async () => {
    const other = newReport(PAGES, { workflow: id("other") });
    expect(await deliver(other.raw)).toBe(false);
    expect(await notTaken(other)).toBe("WrongWorkflow");
    const elsewhere = await newOracle();
    const report = newReport(PAGES);
    expect(await deliver(report.raw, { to: elsewhere })).toBe(false);
    expect(await notTaken(report, elsewhere)).toBe("WrongTemplate");
    expect(await scene.reported()).toEqual([]);
  });

  it("delivers a report, which publishes the epoch, and refuses its replay", async () => {
    const report = newReport(PAGES);
    expect(await deliver(report.raw)).toBe(true);
    expect(await stateOf(report.execution)).toBe("succeeded");
    expect(await scene.reported()).toEqual(epochs(1));
    expect(await refused(report.raw, sign(report.raw))).toBe("AlreadyAttempted");
    expect(await notTaken(report)).toBe("PageCountMismatch");
  });

  it("publishes no stale report", async () => {
    const report = newReport(PAGES);
    expect(await deliver(report.raw)).toBe(false);
    expect(await stateOf(report.execution)).toBe("failed");
    expect(await notTaken(report)).toBe("PageCountMismatch");
    expect(await scene.reported()).toEqual(epochs(1));
  });

  /** So a sender who gives too little gas keeps no report out, and none is published but in its place. */
  it("publishes what failed for lack of gas, or came too early, when it is delivered again", async () => {
    const long = newReport(PAGES + 1, { pages: 8 });
    const early = newReport(PAGES + 9);
    expect(await deliver(long.raw, { gasLimit: SCARCE_GAS })).toBe(false);
    expect(await deliver(early.raw)).toBe(false);
    expect([await stateOf(long.execution), await stateOf(early.execution)]).toEqual(["failed", "failed"]);
    expect(await notTaken(early)).toBe("PageCountMismatch");
    expect(await scene.reported()).toEqual(epochs(1));
    expect(await deliver(long.raw)).toBe(true);
    expect(await deliver(early.raw)).toBe(true);
    expect(await scene.reported()).toEqual(epochs(3));
  });

  it("refuses reports of nodes that are no longer configured", async () => {
    await transact(forwarder, "clearConfig", DON, VERSION);
    const { raw } = newReport(PAGES + 2);
    expect(await refused(raw, sign(raw))).toBe("InvalidConfig");
    expect(await scene.reported()).toEqual(epochs(3));
  });
});
