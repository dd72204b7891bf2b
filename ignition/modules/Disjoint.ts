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
 * (seconds) and `guardian`, where a missing one means nobody; the id of powers of tau as `powers`.
 *
 * @param names the names of the circuits, without duplicates
 * @param hasPowers whether the ledger is to take disjointness proofs, for the powers of tau of the parameter
 */
export const disjointModule = (names: readonly string[], hasPowers = false): Contracts =>
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
    const powers = hasPowers ? { powers: m.contract("DisjointnessVerifier", [m.getParameter("powers")]) } : {};
    const all = powers.powers ? [...admissions, { verifier: powers.powers, entries: 0 }] : admissions;
    const ledger = m.contract("Ledger", [blocklists, roles, all]);
    const releases = m.contract("Releases", [ledger]);
    return { ...Object.fromEntries(verifiers), ...powers, blocklists, ledger, releases };
  });

/** The module with a verifier for every exclusion circuit. */
export default disjointModule(CIRCUITS.map(({ name }) => name));
