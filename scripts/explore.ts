/**
 * Builds the registry's page and serves it to a browser of this machine, with what the quickstart recorded:
 *
 *   npm run explore [-- OPTION...]
 *
 * The options are those of `disjoint explore`; with --rpc or --state it shows another chain.
 */
import { existsSync } from "node:fs";
import { main } from "../prover/cli/main.ts";
import { at } from "./quickstart/data.ts";
import { buildWeb } from "./web/build.ts";

const options = process.argv.slice(2);
const isElsewhere = options.some((option) => /^--(rpc|state|lists|help)(=|$)/.test(option));
const recorded = ["--state", at("chain"), ...(existsSync(at("list")) ? ["--lists", at("list")] : [])];
await buildWeb();
process.exitCode = await main(["explore", ...(isElsewhere ? [] : recorded), ...options]);
