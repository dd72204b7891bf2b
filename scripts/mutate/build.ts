import { type Artifact, compile, withoutReplay } from "../solidity/compile.ts";
import { importersOf, type Sources, withImports } from "../solidity/imports.ts";
import { applied, type Mutant } from "./mutant.ts";

/** Test contracts that contain code of the contracts. All others deploy the contracts by their names. */
const CONTAIN_CODE = ["Bits.t", "Cids.t", "Gas.t", "Twist.t", "support/OpenLedger"].map(
  (name) => `test/contracts/${name}.sol`,
);

/**
 * Contracts and tests, compiled once. A mutant compiles the contracts that its file is part of, and the test contracts
 * with code of the contracts. All other tests stay as they are, which saves most of the time.
 */
export class Build {
  readonly #sources: Sources;
  readonly #artifacts: ReadonlyMap<string, Artifact>;

  constructor(sources: Sources) {
    this.#sources = withoutReplay(sources);
    this.#artifacts = byName(compile(this.#sources));
  }

  get artifacts(): Artifact[] {
    return [...this.#artifacts.values()];
  }

  /** All artifacts with a mutant in place. @throws DoesNotCompile */
  with(mutant: Mutant): Artifact[] {
    const changed = `contracts/${mutant.file}`;
    const sources = new Map(this.#sources).set(changed, applied(mutant));
    const affected = importersOf(changed, sources).filter(
      (file) => file.startsWith("contracts/") || CONTAIN_CODE.includes(file),
    );
    return [...new Map([...this.#artifacts, ...byName(compile(withImports(affected, sources), affected))]).values()];
  }
}

const byName = (artifacts: readonly Artifact[]): Map<string, Artifact> =>
  new Map(artifacts.map((artifact) => [`${artifact.source}:${artifact.name}`, artifact]));
