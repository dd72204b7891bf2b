import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import hardhatIgnition from "@nomicfoundation/hardhat-ignition";
import { defineConfig } from "hardhat/config";

// The compiler is the npm package: a build needs no download, and the lock file names its hash.
const COMPILER = { version: "0.8.30", path: createRequire(import.meta.url).resolve("solc/soljson.js") };

// Without a hash of the sources in it, code does not change when a comment does: the gas stays comparable.
const SETTINGS = { evmVersion: "cancun", metadata: { bytecodeHash: "none" } };

const BUILD = {
  ...COMPILER,
  settings: { ...SETTINGS, optimizer: { enabled: true, runs: 1_000_000 }, viaIR: true },
};

// Tests deploy the contracts as they were built (test/contracts/support/Deploy.sol), so optimizing the tests themselves
// takes minutes and tests nothing. Exceptions are the files whose subject is code of the contracts that they contain.
const UNOPTIMIZED = { ...COMPILER, settings: { ...SETTINGS, optimizer: { enabled: false } } };
const CONTAIN_CODE = ["Bits.t", "Cids.t", "Gas.t", "Twist.t"];

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
    profiles: {
      default: { compilers: [BUILD] },
      tests: {
        compilers: [UNOPTIMIZED],
        overrides: Object.fromEntries(CONTAIN_CODE.map((name) => [`test/contracts/${name}.sol`, BUILD])),
      },
    },
  },
});
