#!/bin/sh
# @ethereum-attestation-service/eas-contracts 0.26.3 (npm), seen on 2026-11-27: its contract EAS has VERSION "0.27" and
# the bytecode of the package 0.27.1. The version deployed as 0.26 (its documentation lists Ethereum, Sepolia and
# Arbitrum One) is in the package 0.26.1. Off-chain attestations are signed under that version. Fails if the behavior
# changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 0.26.1 0.26.3 0.27.1; do
  npm pack --silent "@ethereum-attestation-service/eas-contracts@$version" >npm.log
  mkdir "$version"
  tar xzf ./*"-$version.tgz" -C "$version"
done
cat >seen.mjs <<'END'
import { readFileSync } from "node:fs";
const read = (version, path) => readFileSync(`${version}/package/${path}`, "utf8");
const versionIn = (version) => /VERSION = "([^"]+)"/.exec(read(version, "contracts/EAS.sol"))[1];
const code = (version) => JSON.parse(read(version, "artifacts/contracts/EAS.sol/EAS.json")).bytecode;
const versions = ["0.26.1", "0.26.3", "0.27.1"].map(versionIn);
const same = code("0.26.3") === code("0.27.1");
console.log(`eas-contracts 0.26.1, 0.26.3, 0.27.1 report ${versions}; the last two have the same bytecode: ${same}`);
if (versions.join() !== "0.26,0.27,0.27" || !same) process.exit(1);
END
node seen.mjs
