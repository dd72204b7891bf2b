import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { IgnitionModule, IgnitionModuleResult } from "@nomicfoundation/ignition-core";
import { CIRCUITS } from "../../prover/plan/circuits.ts";

/**
 * What may be stated of a circuit in the module's parameters, under its name: the constructor's struct and the page
 * size.
 */
export type CircuitParameter = { key: unknown[]; entries: number };

/** A module with the contracts that it leaves, each under its own name. */
export type Contracts = IgnitionModule<string, string, IgnitionModuleResult<string>>;

/** The zero address: an office that nobody holds. */
const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

/**
 * The lists, one verifier a circuit, the ledger that is bound to them, and the register of releases.
 *
 * Parameters: for every circuit its key and page size as `<name>_key` and `<name>_entries`; who holds which office as
 * `owner`, `delay` (seconds) and `guardian`, nobody if they are left out.
 *
 * @param names of the circuits, each once
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

/** With a verifier for every exclusion circuit. */
export default disjointModule(CIRCUITS.map(({ name }) => name));
