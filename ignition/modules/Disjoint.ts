import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { IgnitionModule, IgnitionModuleResult } from "@nomicfoundation/ignition-core";
import { CIRCUITS } from "../../prover/plan/circuits.ts";

/** The parameters of a circuit, under its name: the verifier's constructor argument and the page size. */
export type CircuitParameter = { key: unknown[]; entries: number };

/** A module that returns the contracts it deploys, each under its own name. */
export type Contracts = IgnitionModule<string, string, IgnitionModuleResult<string>>;

/** The zero address: nobody has the role. */
const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

/**
 * Deploys the lists, one verifier per circuit, the ledger bound to them, and the release registry.
 *
 * Parameters: the key and page size of each circuit as `<name>_key` and `<name>_entries`; the roles as `owner`, `delay`
 * (seconds) and `guardian`, where a missing one means nobody.
 *
 * @param names the names of the circuits, without duplicates
 */
export const disjointModule = (names: readonly string[]): Contracts =>
  buildModule("Disjoint", (m) => {
    const blocklists = m.contract("Blocklists");
    const verifiers = names.map((name) => {
      const id = `Groth16Verifier_${name}`;
      return [id, m.contract("Groth16Verifier", [m.getParameter(`${name}_key`)], { id })] as const;
    });
    const roles = {
      owner: m.getParameter("owner", ZERO_ADDRESS),
      delay: m.getParameter("delay", 0),
      guardian: m.getParameter("guardian", ZERO_ADDRESS),
    };
    const admissions = names.map((name, i) => ({
      verifier: verifiers[i]![1],
      entries: m.getParameter(`${name}_entries`),
    }));
    const ledger = m.contract("Ledger", [blocklists, roles, admissions]);
    const releases = m.contract("Releases", [ledger]);
    return { ...Object.fromEntries(verifiers), blocklists, ledger, releases };
  });

/** The module with a verifier for every exclusion circuit. */
export default disjointModule(CIRCUITS.map(({ name }) => name));
