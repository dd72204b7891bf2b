#!/bin/sh
# ethers 6.17.0 (npm), seen on 2026-11-28: when a string of an event or a struct is not UTF-8, Result defers the error
# until the value is read. Read by position, the deferred error has the cause, and with it the bytes, in `error`. Read
# by name, `error` is undefined: Result.getValue passes `value.error` on, where it means `value`. Disjoint's reader
# (prover/rpc/node/decode.ts) reads by position. Fails if the behavior changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ethers@6.17.0
cat >check.mjs <<'END_OF_FILE'
import { AbiCoder } from "ethers";

const coder = AbiCoder.defaultAbiCoder();
const encoded = coder.encode(["tuple(uint256, bytes)"], [[1n, "0xff41"]]);
const [struct] = coder.decode(["tuple(uint256 id, string name)"], encoded);
const causeOf = (read) => {
  try {
    return read();
  } catch ({ error }) {
    return error;
  }
};
const byPosition = causeOf(() => struct[1]);
const byName = causeOf(() => struct.name);
console.log(`by position: ${byPosition?.code}, by name: ${byName}`);
if (byPosition?.code !== "INVALID_ARGUMENT" || byName !== undefined) process.exit(1);
END_OF_FILE
node check.mjs
