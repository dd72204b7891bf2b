import { type Argument, type Command, NOTHING_KEPT, type Option } from "./definition.ts";
import { out } from "./options.ts";

const CIRCUIT: Argument = {
  name: "CIRCUIT",
  meaning: "Name of a circuit of circuits/main, or the path of its file.",
  example: "exclusion_256x60",
};

const IN: Argument = { name: "IN.zkey", meaning: "The key as the contributor before left it.", example: "0001.zkey" };

const to = (example: string): Argument => ({
  name: "OUT.zkey",
  meaning: "File that the new key is written to.",
  example,
});

const PTAU_HASH: Option = {
  name: "ptau-hash",
  value: "BLAKE2B",
  meaning: "BLAKE2b-512 of that file, as its ceremony published it.",
  default: "the file must be of a known ceremony",
  example: "$BLAKE2B",
};

const PTAU: readonly Option[] = [
  {
    name: "ptau",
    value: "FILE",
    meaning: "Prepared powers-of-tau file of at least the circuit's size.",
    required: true,
    example: "powersOfTau28_hez_final_20.ptau",
  },
  PTAU_HASH,
];

export const setupBegin: Command = {
  name: "setup begin",
  summary: "Start a ceremony for a circuit's key from a powers-of-tau file",
  arguments: [CIRCUIT, to("0000.zkey")],
  options: PTAU,
  examples: [
    [
      "disjoint setup begin exclusion_256x60 0000.zkey --ptau powersOfTau28_hez_final_20.ptau",
      "not usable before somebody contributed",
    ],
  ],
  interrupted: NOTHING_KEPT,
  formerly: ["keys setup"],
  load: async () => (await import("../setup.ts")).runBegin,
};

export const setupContribute: Command = {
  name: "setup contribute",
  summary: "Add a secret of this machine to a ceremony's key",
  arguments: [IN, to("0002.zkey")],
  options: [
    {
      name: "name",
      value: "TEXT",
      meaning: "Name of the contributor, which becomes public: at most 64 ASCII characters.",
      required: true,
      example: "Ada",
    },
    {
      name: "entropy-file",
      value: "FILE",
      meaning: "File of random bytes that are mixed in.",
      default: "the operating system's randomness alone",
      example: "dice.txt",
    },
  ],
  examples: [
    ["disjoint setup contribute 0001.zkey 0002.zkey --name Ada", "print the contribution's hash, to be published"],
  ],
  interrupted: NOTHING_KEPT,
  formerly: ["keys contribute"],
  load: async () => (await import("../setup.ts")).runContribute,
};

export const setupBeacon: Command = {
  name: "setup beacon",
  summary: "Close a ceremony with a public random value",
  arguments: [IN, to("final.zkey")],
  options: [
    {
      name: "hash",
      value: "HEX",
      meaning: "A value that nobody could know before, 1 to 255 bytes in hexadecimal.",
      required: true,
      example: "9b".repeat(32),
    },
    {
      name: "iterations",
      value: "N",
      meaning: "SHA-256 is applied 2^N times; N is 10 to 63.",
      required: true,
      example: "10",
    },
    { name: "name", value: "TEXT", meaning: "Name of the beacon.", default: '"beacon"', example: "drand round 1234" },
  ],
  examples: [["disjoint setup beacon 0002.zkey final.zkey --hash $VALUE --iterations 10", "the last step"]],
  interrupted: NOTHING_KEPT,
  formerly: ["keys beacon"],
  load: async () => (await import("../setup.ts")).runBeacon,
};

export const setupVerify: Command = {
  name: "setup verify",
  summary: "Verify a whole ceremony, and make a folder of artifacts from its key",
  arguments: [CIRCUIT, { name: "KEY.zkey", meaning: "The ceremony's last key.", example: "final.zkey" }],
  options: [
    ...PTAU,
    out("DIR", "Folder that the artifacts are written to; it must not exist.", "artifacts/exclusion_256x60"),
  ],
  examples: [
    [
      "disjoint setup verify exclusion_256x60 final.zkey --ptau powersOfTau28_hez_final_20.ptau " +
        "--out artifacts/exclusion_256x60",
      "every contribution is checked",
    ],
  ],
  interrupted: NOTHING_KEPT,
  formerly: ["keys verify"],
  load: async () => (await import("../setup.ts")).runVerifyCeremony,
};

export const setupPowers: Command = {
  name: "setup powers",
  summary: "Set up powers of tau for accumulators, from a ceremony or for development",
  details:
    "With accumulators one proof is enough for a whole list. The points that are taken are checked to be powers of " +
    "one secret, then written to a folder with a lock. A public chain accepts only powers of a ceremony.",
  forms: ["--ptau FILE", "--development"],
  arguments: [],
  options: [
    {
      name: "ptau",
      value: "FILE",
      meaning: "Powers-of-tau file of a ceremony, for at least as many elements as the largest set has.",
      example: "powersOfTau28_hez_final_20.ptau",
    },
    PTAU_HASH,
    { name: "development", meaning: "Make powers from a random secret that is thrown away; not for public chains." },
    {
      name: "keys",
      value: "N",
      meaning: "Most keys of a shard.",
      default: "as many as the file is for; 262144 for development",
      example: "1000000",
    },
    {
      name: "entries",
      value: "N",
      meaning: "Most entries of a list.",
      default: "as many as the file is for; 262144 for development",
      example: "100000",
    },
    {
      name: "out",
      value: "DIR",
      meaning: "Folder that the powers are written to; it must not exist.",
      default: "where they are found without being named",
      example: "powers",
    },
  ],
  examples: [
    ["disjoint setup powers --ptau powersOfTau28_hez_final_20.ptau", "for up to 1,048,575 keys and entries"],
    ["disjoint setup powers --development --keys 100000 --entries 10000", "to try it out"],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../setup.ts")).runPowers,
};
