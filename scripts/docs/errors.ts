import { CATALOGUE } from "../../prover/shared/errors/catalogue.ts";
import { EXIT } from "../../prover/shared/exit.ts";

/** What the codes of each area are about. */
const AREAS: Readonly<Record<string, string>> = {
  accumulator: "Accumulators and disjointness proofs",
  attest: "Attestations",
  blocklist: "Blocklists",
  bundle: "Bundles and their signatures",
  certificate: "Exclusion certificates",
  chain: "Nodes, accounts and contracts",
  check: "Checking a shard against a list",
  cli: "The command line",
  commitment: "Commitments",
  config: "Configurations",
  custody: "Steps, outputs and storage",
  evidence: "Evidence packs",
  field: "Field elements",
  fingerprint: "Schemes",
  groth16: "The prover",
  explore: "Exploring a registry in a browser",
  index: "The index of events",
  init: "Proposing a configuration",
  json: "JSON documents",
  listing: "Proofs that a work is listed",
  native: "The native kernel",
  package: "The installation",
  plan: "Planning a proof",
  prove: "Proving",
  registry: "The registry",
  release: "Releases",
  fleet: "Fleets",
  setup: "The trusted setup and artifacts",
  source: "Data sources",
  storage: "Files and databases",
  tree: "Trees of keys",
  verify: "Verification",
  witness: "Inputs of the circuits",
  work: "One work",
};

const areaOf = (code: string): string => code.slice(0, code.indexOf("/"));

/**
 * The reference of error codes, by area, each code a heading and with it an anchor.
 *
 * @throws Error for an area without a title
 */
export function errorsMarkdown(): string {
  const entries = Object.entries(CATALOGUE).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = [...Map.groupBy(entries, ([code]) => areaOf(code))].map(([area, codes]) => {
    const title = AREAS[area];
    if (title === undefined) throw new Error(`the area ${area} has no title`);
    const texts = codes.map(
      ([code, { kind, meaning, hint }]) => `### ${code}\n\n${meaning} Exit code ${EXIT[kind]} (${kind}).\n\n${hint}\n`,
    );
    return [`## ${title}\n`, ...texts].join("\n");
  });
  return `${HEAD}\n${sections.join("\n")}`;
}

const HEAD = `# Error codes

<!-- Written by \`node scripts/error-docs.ts\` from prover/shared/errors/catalogue. -->

An error has a code, a message that names what was wrong, and a hint. A code is stable: programs may compare it. Its
first part is the area, and its kind decides the exit code. \`disjoint explain CODE\` prints the same as this page.
`;
