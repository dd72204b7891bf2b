#!/bin/sh
# @foundry-rs/anvil 1.7.1 (npm), seen on 2026-11-27: the receipt of an OP-stack deposit has the type "0x7E". The
# execution APIs allow only lower-case digits in bytes and quantities (execution-apis, src/schemas/base-types.yaml). A
# reader that compares with "0x7e" mistakes it for a receipt of four fields; Disjoint compares in lower case. Fails if
# the behavior changes.
set -eu
folder=$(mktemp -d)
trap 'kill $(cat "$folder/pid") 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >npm.log
npm install --silent @foundry-rs/anvil@1.7.1 >>npm.log
node_modules/.bin/anvil --port 0 --network optimism >anvil.log 2>&1 &
echo $! >pid
until grep -q Listening anvil.log; do sleep 0.1; done
cat >seen.mjs <<'END'
import { readFileSync } from "node:fs";
const port = /Listening on [0-9.]+:(\d+)/.exec(readFileSync("anvil.log", "utf8"))[1];
const ask = async (method, ...params) => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const headers = { "content-type": "application/json" };
  const answer = await (await fetch(`http://127.0.0.1:${port}`, { method: "POST", headers, body })).json();
  return answer.result;
};
const [from] = await ask("eth_accounts");
const deposit = { from, to: from, type: "0x7e", gas: "0x30000", sourceHash: `0x${"11".repeat(32)}`, isSystemTx: false };
const id = await ask("eth_sendTransaction", deposit);
const { type: sent } = await ask("eth_getTransactionByHash", id);
const { type } = await ask("eth_getTransactionReceipt", id);
console.log(`anvil 1.7.1: the deposit has the type ${sent}, its receipt ${type}`);
if (sent !== "0x7e" || type !== "0x7E") process.exit(1);
END
node seen.mjs
