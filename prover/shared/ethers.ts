import type * as Ethers from "ethers";
import { loadPeer } from "./peers.ts";

/**
 * ethers, which only the chain needs. Where it is not installed these names can still be imported, so that the rest of
 * the library works; what calls or constructs one of them throws `package/missing-peer`.
 */
export const {
  AbiCoder,
  BrowserProvider,
  Contract,
  ContractFactory,
  FeeData,
  HDNodeWallet,
  Interface,
  JsonRpcProvider,
  Network,
  Signature,
  Transaction,
  Wallet,
  ZeroAddress,
  ZeroHash,
  concat,
  dataSlice,
  decodeBytes32String,
  decodeRlp,
  encodeBytes32String,
  encodeRlp,
  formatEther,
  getAddress,
  getBytes,
  getCreateAddress,
  isAddress,
  isError,
  isHexString,
  keccak256,
  solidityPackedKeccak256,
  toBeHex,
  toUtf8Bytes,
  verifyTypedData,
} = await loadPeer("The chain", () => import("ethers")).catch(unusable);

export type BrowserProvider = Ethers.BrowserProvider;
export type Contract = Ethers.Contract;
export type FeeData = Ethers.FeeData;
export type HDNodeWallet = Ethers.HDNodeWallet;
export type Interface = Ethers.Interface;
export type JsonRpcProvider = Ethers.JsonRpcProvider;
export type Transaction = Ethers.Transaction;
export type Wallet = Ethers.Wallet;

/** A module whose every name, and every name of those, throws the error when it is used. */
function unusable(error: unknown): typeof Ethers {
  const refuse = () => {
    throw error;
  };
  const name: object = new Proxy(class {}, {
    apply: refuse,
    construct: refuse,
    // a class can extend it, and it can be awaited
    get: (target, key) => (key === "prototype" ? target.prototype : key === "then" ? undefined : name),
  });
  return name as typeof Ethers;
}
