import { createRequire } from "node:module";
import { defineConfig } from "hardhat/config";

// The compiler is the npm package: a build needs no download, and the lock file names its hash.
const compiler = createRequire(import.meta.url).resolve("solc/soljson.js");

export default defineConfig({
  paths: {
    sources: "contracts",
    tests: { solidity: "test/contracts" },
    artifacts: "build/contracts",
    cache: "build/cache/solidity",
  },
  solidity: {
    splitTestsCompilation: true,
    version: "0.8.30",
    path: compiler,
    settings: { optimizer: { enabled: true, runs: 1_000_000 }, viaIR: true, evmVersion: "cancun" },
  },
});
