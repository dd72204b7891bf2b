import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import hardhatIgnition from "@nomicfoundation/hardhat-ignition";
import { defineConfig } from "hardhat/config";

// The compiler is the npm package: a build needs no download, and the lock file names its hash.
const compiler = createRequire(import.meta.url).resolve("solc/soljson.js");

// The short tests use the same inputs every time; the full ones search for new ones.
const SEED = "0x6469736a6f696e74";

export default defineConfig({
  plugins: [hardhatIgnition],
  paths: {
    sources: "contracts",
    tests: { solidity: "test/contracts" },
    artifacts: "build/contracts",
    cache: "build/cache/solidity",
  },
  test: {
    solidity: {
      profiles: {
        default: { fuzz: { runs: 32, seed: SEED }, invariant: { runs: 8, depth: 64, failOnRevert: true } },
        full: {
          fuzz: { runs: 100_000, seed: `0x${randomBytes(32).toString("hex")}` },
          invariant: { runs: 200, depth: 500, failOnRevert: true },
        },
      },
    },
  },
  solidity: {
    splitTestsCompilation: true,
    version: "0.8.30",
    path: compiler,
    // Without a hash of the sources in it, code does not change when a comment does: the gas stays comparable.
    settings: {
      optimizer: { enabled: true, runs: 1_000_000 },
      viaIR: true,
      evmVersion: "cancun",
      metadata: { bytecodeHash: "none" },
    },
  },
});
