#!/bin/sh
# @chainlink/contracts 1.5.0 (npm), seen on 2026-11-28: one of its dependencies is a commit on GitHub, so npm cannot
# install the package from a registry alone. Its files can be unpacked without its dependencies, and KeystoneForwarder
# compiled with two packages of OpenZeppelin's. Fails if the behavior changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent @chainlink/contracts@1.5.0 >npm.log
tar xzf ./*.tgz
cat >seen.mjs <<'END_OF_FILE'
import { readFileSync } from "node:fs";
const { dependencies } = JSON.parse(readFileSync("package/package.json", "utf8"));
const elsewhere = Object.entries(dependencies).filter(([, from]) => from.startsWith("github:"));
console.log(`dependencies of @chainlink/contracts 1.5.0 that are in no registry: ${elsewhere.join(", ")}`);
if (elsewhere.length !== 1 || elsewhere[0][0] !== "@zksync/contracts") process.exit(1);
END_OF_FILE
node seen.mjs
