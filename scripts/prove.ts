/**
 * Proves properties of the contracts' arithmetic for all inputs with solc's SMTChecker. `npm run prove:contracts`
 *
 * Each property comes with a change to the contracts that makes it false. If the changed contract can be proved too,
 * the check is void and fails. A name after the command selects one property.
 */
import { readSources } from "./solidity/imports.ts";
import { prove } from "./solidity/prove.ts";

/** A contract of test/contracts/smt/<library>.sol, its number of assertions, and the change to the library. */
type Property = { library: string; contract: string; asserts: number; from: string; to: string };

const property = (library: string, contract: string, asserts: number, from: string, to: string): Property => ({
  library,
  contract,
  asserts,
  from,
  to,
});

const PROPERTIES: readonly Property[] = [
  property("Bits", "NoTwoPagesShareABit", 1, "number % WIDTH", "number % (WIDTH - 1)"),
  property("Bits", "AWordAndAPlaceAreAPage", 2, "number / WIDTH", "number / (WIDTH + 1)"),
  property("Gas", "TheFloorGrows", 1, "FLOOR_PER_PROOF = 55_000", "FLOOR_PER_PROOF = 0"),
  property("Gas", "TheFloorPaysForTheVerification", 1, "FLOOR_PER_PROOF = 55_000", "FLOOR_PER_PROOF = 45_000"),
  property("Gas", "WhatAnItemIsPromisedReachesIt", 1, "cap / 32 + OVERHEAD", "cap / 128 + OVERHEAD"),
  property("Cids", "NoTwoCharactersAreOneDigit", 1, "0x32 + 26", "0x32 + 25"),
  property(
    "Bn254",
    "SumsStayInTheField",
    1,
    "mulmod(a, b, FIELD_ORDER), FIELD_ORDER)",
    "mulmod(a, b, FIELD_ORDER), BASE_ORDER)",
  ),
];

if (import.meta.main) {
  const wanted = PROPERTIES.filter(({ contract }) => (process.argv[2] ?? contract) === contract);
  let failures = 0;
  for (const property of wanted) {
    const problem = await problemWith(property);
    if (problem !== undefined) ++failures;
    process.stdout.write(`${problem ?? `shown, and not when broken: ${property.contract}`}\n`);
  }
  process.stdout.write(`${wanted.length - failures} of ${wanted.length} properties shown\n`);
  process.exit(failures === 0 ? 0 : 1);
}

async function problemWith({ library, contract, asserts, from, to }: Property): Promise<string | undefined> {
  const harness = `test/contracts/smt/${library}.sol`;
  const file = `contracts/libraries/${library}.sol`;
  const sources = await readSources([harness]);
  const { shown, doubts } = await prove(sources, harness, contract);
  if (shown !== asserts || doubts.length > 0) return `not shown: ${contract}\n${doubts.join("\n")}`;
  const changed = sources.get(file)!.replace(from, to);
  if (changed === sources.get(file)) return `nothing to break in ${file}: ${from}`;
  const wrong = await prove(sources.set(file, changed), harness, contract);
  return wrong.shown === asserts ? `shown although it is false: ${contract} with ${to}` : undefined;
}
