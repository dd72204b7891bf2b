/** The small circuits that mutants of the library are tested on, with the results for the unchanged library. */
import type { CircuitInput } from "../../../prover/groth16/prover/witness.ts";
import { type Attack, SIZE, tree } from "../../../test/circuits/attacks/attack.ts";
import { inclusionAttacks } from "../../../test/circuits/attacks/inclusion.ts";
import { claim, ENTRIES, listingAttacks } from "../../../test/circuits/attacks/listing.ts";
import { nodeAttacks } from "../../../test/circuits/attacks/nodes.ts";
import { placeAttacks } from "../../../test/circuits/attacks/place.ts";
import { transcriptAttacks } from "../../../test/circuits/attacks/transcript.ts";
import { honestInput, keyNumber, sortKeys, workKey } from "../../../test/support/scene.ts";
import { SparseTree } from "../../../test/support/sparseTree.ts";

/** A circuit, true statements about it, and the attacks that it refuses. */
export type Subject = {
  name: string;
  template: string;
  main: string;
  publicInputs: string;
  files: readonly string[];
  honest: readonly CircuitInput[];
  attacks: readonly Attack[];
};

const works = (from: number, count: number) =>
  sortKeys(Array.from({ length: count }, (_, i) => workKey(`work ${from + i}`)));

const absent = [workKey("absent 1"), workKey("absent 2")];
const deep = await SparseTree.honest(13, works(0, 40));
const deepest = await SparseTree.honest(48, works(0, 12));
const shallow = await SparseTree.honest(4, works(0, 12));

/** The path to a work in a given slot of a full bucket. */
async function fullPath(slot: number): Promise<CircuitInput> {
  const key = workKey("work 3");
  return (await SparseTree.full(7, key, slot)).path(key);
}

/** The inputs of a listing of an entry, without the signals that a prover computes. */
async function listingInput(entry: number): Promise<CircuitInput> {
  const given = await claim(keyNumber(workKey(`listed ${entry}`)), undefined, entry);
  const all = (name: string) => Array.from({ length: ENTRIES }, (_, e) => given.get(`${name}[${e}]`)!);
  const one = (name: string) => given.get(name)!;
  return {
    pageDigest: one("pageDigest"),
    key: one("key"),
    pageSalt: one("pageSalt"),
    routes: all("routes"),
    rests: all("rests"),
    weights: all("weights"),
  };
}

const exclusionAttacks = [...placeAttacks, ...nodeAttacks, ...transcriptAttacks];

const SHARED = ["poseidon", "bits"];

export const SUBJECTS: readonly Subject[] = [
  {
    name: "Listing",
    template: "Listing",
    main: `Listing(${ENTRIES})`,
    publicInputs: "pageDigest, key",
    files: [...SHARED, "listing", "key", "sponge"],
    honest: await Promise.all([2, 0, ENTRIES - 1].map(listingInput)),
    attacks: listingAttacks,
  },
  {
    name: "Exclusion",
    template: "Exclusion",
    main: `Exclusion(${SIZE.entries}, ${SIZE.nodes})`,
    publicInputs: "commitment, pageDigest",
    files: [...SHARED, "exclusion", "bucket", "lookup", "node", "shape", "sponge"],
    honest: [
      await honestInput(tree, absent, SIZE),
      await deep.input(Array<Uint8Array>(SIZE.entries).fill(absent[0]!), SIZE),
      await deep.input(Array<Uint8Array>(SIZE.entries).fill(absent[1]!), SIZE, 77n),
      await shallow.input(sortKeys([...absent, workKey("absent 3")]), SIZE),
    ],
    attacks: exclusionAttacks.filter(({ size }) => size === undefined),
  },
  {
    name: "Inclusion",
    template: "Inclusion",
    main: "Inclusion()",
    publicInputs: "commitment, key",
    files: [...SHARED, "inclusion", "key", "select", "shape"],
    honest: [
      await deep.path(workKey("work 7")),
      await deepest.path(workKey("work 5")),
      await shallow.path(workKey("work 3")),
      ...(await Promise.all([0, 1, 15].map(fullPath))),
    ],
    attacks: inclusionAttacks,
  },
  {
    // Last, and only for changes to nodes and their inputs: a chain so long that ids wrap around the field.
    name: "ExclusionOfAChain",
    template: "Exclusion",
    main: "Exclusion(1, 65)",
    publicInputs: "commitment, pageDigest",
    files: ["node", "exclusion"],
    honest: [],
    attacks: exclusionAttacks.filter(({ size }) => size?.nodes === 65),
  },
];
