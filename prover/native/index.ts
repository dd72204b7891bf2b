import { bigIntToBytesLE, bytesToBigIntLE, FIELD_BYTES } from "../shared/field.ts";
import { type HashMessages, SHA256_BYTES } from "../shared/hashMessages.ts";
import { placesPerLine, type ReadPlainObjects } from "../shared/plainObjects.ts";
import { bindAccumulator, type NativeAccumulator } from "./accumulator.ts";
import { type Addon, type Handle, loadAddon, type RunOptions, runJob } from "./addon.ts";
import type { WitnessCircuit } from "./circuits.ts";
import { findAddon } from "./location.ts";

export type { RunOptions } from "./addon.ts";

/** A proof as snarkjs writes it to JSON. */
type SnarkjsProof = {
  pi_a: [string, string, string];
  pi_b: [[string, string], [string, string], [string, string]];
  pi_c: [string, string, string];
  protocol: "groth16";
  curve: "bn128";
};

/**
 * `matrices`: where the kernel keeps the constraint matrices of this very key in compact form, which take a seventh
 * of the space. It makes the file where there is none. `wtns`: a path, or the bytes of such a file, which
 * must stay as they are until the promise settles. `r` and `s`: the blinding factors, both or neither (then random).
 */
type ProveInput = RunOptions & {
  zkey: string;
  matrices?: string;
  wtns: string | Uint8Array;
  r?: bigint;
  s?: bigint;
};

/** `r1cs`: the path of the circuit's constraints. `inputs`: all input signals in their order, as field elements. */
type WitnessInput = RunOptions & { circuit: WitnessCircuit; r1cs: string; inputs: Uint8Array };

/** `trapdoor` is for tests: a known one makes the key worthless and its bytes reproducible. */
type SetupInput = RunOptions & { r1cs: string; zkey: string; trapdoor?: Trapdoor };
type Trapdoor = { tau: bigint; alpha: bigint; beta: bigint; gamma: bigint; delta: bigint };

/** In the order of src/witness/witness.hpp. */
const STATEMENTS: readonly WitnessCircuit["kind"][] = ["exclusion", "inclusion", "listing"];

/** The native kernel. Its results equal those of snarkjs and circomlibjs bit for bit. */
export type Native = {
  /** The arithmetic that runs on this processor. */
  readonly backend: "ifma" | "avx2" | "x86-64" | "portable";

  /**
   * Poseidon with circomlib's parameters: one digest per `arity` (1 to 16) inputs. Elements are 32 bytes,
   * little-endian, canonical.
   *
   * @throws artifact `native/not-canonical`
   */
  poseidon(arity: number, inputs: Uint8Array, options?: RunOptions): Promise<Uint8Array>;

  /** SHA-256 of many messages, on the calling thread. */
  readonly hashMessages: HashMessages;

  /** The wanted texts of many lines of JSON, on the calling thread. */
  readonly readPlainObjects: ReadPlainObjects;

  /** A block of Snappy that yields exactly `size` bytes; undefined for any other. */
  expandSnappy(input: Uint8Array, size: number): Uint8Array | undefined;

  /**
   * The witness of one of this project's circuits, as a wtns file: the bytes that circom's calculator gives. The caller
   * knows that the constraints are those of the circuit. The memory is wiped when the bytes are collected.
   *
   * @throws artifact `native/no-witness` with the rule that does not hold; `native/bad-r1cs`, `native/not-canonical`,
   * `native/not-found`
   */
  witness(input: WitnessInput): Promise<Uint8Array>;

  /**
   * Groth16 proof from snarkjs's zkey and wtns files.
   *
   * @throws artifact `native/bad-zkey`, `native/bad-wtns`, `native/wrong-witness`, `native/not-found`
   */
  prove(input: ProveInput): Promise<{ proof: SnarkjsProof; publicSignals: string[] }>;

  /**
   * Writes a proving key from a random trapdoor, which is discarded. For development only. prover/setup/development.ts
   * writes the same file.
   *
   * @throws artifact `native/bad-r1cs`, `native/bad-trapdoor`, `native/not-written`, `native/not-found`
   */
  developmentSetup(input: SetupInput): Promise<void>;

  /**
   * Writes the key that `snarkjs groth16 setup` writes from a prepared powers-of-tau file, byte for byte.
   *
   * @throws artifact `native/bad-r1cs`, `native/bad-ptau`, `native/ptau-too-small`, `native/not-written`
   */
  ceremonySetup(input: RunOptions & { r1cs: string; ptau: string; zkey: string }): Promise<void>;

  /** Powers of tau, accumulators of sets, and proofs that two of them have no common element. */
  readonly accumulator: NativeAccumulator;
};

/**
 * The kernel, or undefined when there is none for these sources and this system, or the environment has
 * `DISJOINT_NATIVE=off`. `DISJOINT_BACKEND` (portable, x86-64, avx2 or ifma) forces a back end.
 *
 * @throws artifact `native/no-backend` when this processor cannot run the forced one
 */
export function loadNative(): Native | undefined {
  if (process.env.DISJOINT_NATIVE === "off") return undefined;
  loaded ??= loadCurrent();
  return loaded && bind(loaded, process.env.DISJOINT_BACKEND ?? "");
}

/** Looking for the addon hashes all sources: a process that has one keeps it. */
let loaded: Addon | undefined;

function loadCurrent(): Addon | undefined {
  const path = findAddon();
  return path === undefined ? undefined : loadAddon(path);
}

/** The kernel in an addon, with a forced back end or, for "", the best one. */
export function bind(addon: Addon, forced: string): Native {
  const job = addon.createJob(forced, 1);
  const backend = addon.backend(job);
  return {
    backend,
    hashMessages: (prefix, bytes, ends) => {
      const digests = new Uint8Array(ends.length * SHA256_BYTES);
      addon.sha256(job, prefix, bytes, bytesOf(ends), digests);
      return digests;
    },
    readPlainObjects: (bytes, bounds, wanted) => {
      const places = new Uint32Array((bounds.length / 2) * placesPerLine(wanted.length));
      // Few files have escapes, and a text is no longer without them.
      const texts = new Uint8Array(bytes.includes(BACKSLASH) ? bytes.length : 0);
      addon.plainObjects(bytes, bytesOf(bounds), wanted, bytesOf(places), texts);
      return { places, texts };
    },
    expandSnappy: (input, size) => {
      const output = Buffer.allocUnsafeSlow(size);
      return addon.expandSnappy(input, output) ? output : undefined;
    },
    accumulator: bindAccumulator(addon, backend),
    poseidon: (arity, inputs, options = {}) =>
      runJob(addon, backend, options, (job) => addon.poseidon(job, arity, inputs)),
    witness: ({ circuit: { kind, entries, nodes }, r1cs, inputs, ...options }) =>
      runJob(addon, backend, options, (job) =>
        addon.witness(job, STATEMENTS.indexOf(kind), entries, nodes, r1cs, inputs),
      ),
    prove: async ({ zkey, matrices = "", wtns, r, s, ...options }) => {
      const blinding = r === undefined || s === undefined ? [] : [bigIntToBytesLE(r), bigIntToBytesLE(s)];
      const prove = (job: Handle) => addon.prove(job, zkey, matrices, wtns, ...blinding);
      return parseProof(await runJob(addon, backend, options, prove));
    },
    ceremonySetup: async ({ r1cs, ptau, zkey, ...options }) => {
      await runJob(addon, backend, options, (job) => addon.ceremonySetup(job, r1cs, ptau, zkey));
    },
    developmentSetup: async ({ r1cs, zkey, trapdoor, ...options }) => {
      const bytes = trapdoor && trapdoorBytes(trapdoor);
      await runJob(addon, backend, options, (job) => addon.developmentSetup(job, r1cs, zkey, bytes));
    },
  };
}

const BACKSLASH = 0x5c;

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array) => new Uint8Array(buffer, byteOffset, byteLength);

const trapdoorBytes = ({ tau, alpha, beta, gamma, delta }: Trapdoor): Uint8Array =>
  Buffer.concat([tau, alpha, beta, gamma, delta].map((value) => bigIntToBytesLE(value)));

function parseProof(bytes: Uint8Array): { proof: SnarkjsProof; publicSignals: string[] } {
  const values: string[] = [];
  for (let at = 0; at < bytes.length; at += FIELD_BYTES) values.push(bytesToBigIntLE(bytes, at).toString());
  const [ax, ay, bx0, bx1, by0, by1, cx, cy, ...publicSignals] = values as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    ...string[],
  ];
  return {
    proof: {
      pi_a: [ax, ay, "1"],
      pi_b: [
        [bx0, bx1],
        [by0, by1],
        ["1", "0"],
      ],
      pi_c: [cx, cy, "1"],
      protocol: "groth16",
      curve: "bn128",
    },
    publicSignals,
  };
}
