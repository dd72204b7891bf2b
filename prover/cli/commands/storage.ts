import { type Command, NOTHING_KEPT, ON_CHAIN, type Option, READS_ONLY } from "./definition.ts";
import { anchors, CHAIN_OPTIONS, out, releaseId } from "./options.ts";

const PACK = { name: "PACK", meaning: "Evidence pack (.car), or any other file.", example: "pack.car" } as const;

const recorded: Option = {
  name: "recorded",
  value: "FILE",
  meaning: "What storage networks call the file, written by `disjoint storage anchor`.",
  required: true,
  example: "pack.storage.json",
};

const celestiaNamespace: Option = {
  name: "celestia-namespace",
  value: "ID",
  meaning: "Also compute Celestia's commitment to the file as a blob in this namespace: 20 hexadecimal digits.",
  example: "6469736a6f696e742121",
};

/** Where the root of what was recorded is anchored. Without --anchors, no chain is asked. */
const ANCHOR_OPTIONS: readonly Option[] = [
  { ...releaseId, meaning: "The release for which the root is anchored. Needs --anchors." },
  ...CHAIN_OPTIONS,
];

export const storageAnchor: Command = {
  name: "storage anchor",
  summary: "Compute what storage networks call an evidence pack",
  details:
    "Filecoin's piece commitment, Arweave's data root and, on request, Celestia's blob commitment, offline. " +
    "Nothing is stored. With --anchors, the Merkle root of them and of the SHA-256 is anchored for a release, " +
    "which only its vendor can do.",
  arguments: [PACK],
  options: [out("FILE", "File that is written.", "pack.storage.json"), celestiaNamespace, anchors, ...ANCHOR_OPTIONS],
  examples: [
    ["disjoint storage anchor pack.car --out pack.storage.json", "goes beside the pack"],
    [
      "disjoint storage anchor pack.car --out pack.storage.json --release-id $RELEASE_ID --anchors $ANCHORS",
      "anchor it on the chain as well",
    ],
  ],
  interrupted: ON_CHAIN,
  load: async () => (await import("../custody/storage.ts")).runStorageAnchor,
};

export const storageVerify: Command = {
  name: "storage verify",
  summary: "Compare a file with what storage networks were said to call it",
  details: "With --anchors, also whether it is anchored on the chain for a release, and since when.",
  arguments: [PACK],
  options: [recorded, anchors, ...ANCHOR_OPTIONS],
  examples: [
    ["disjoint storage verify pack.car --recorded pack.storage.json", "exit code 1 if it is another file"],
    [
      "disjoint storage verify pack.car --recorded pack.storage.json --release-id $RELEASE_ID --anchors $ANCHORS",
      "exit code 1 if it is not anchored, too",
    ],
  ],
  interrupted: READS_ONLY,
  load: async () => (await import("../custody/storage.ts")).runStorageVerify,
};

export const storageFetch: Command = {
  name: "storage fetch",
  summary: "Fetch a file from a gateway, and keep it only if it hashes",
  arguments: [
    { name: "URL", meaning: "The gateway's address of the file.", example: "https://gateway.example.org/ipfs/bafy" },
  ],
  options: [recorded, out("FILE", "File that is written.", "pack.car")],
  examples: [["disjoint storage fetch $URL --recorded pack.storage.json --out pack.car", "from any gateway"]],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../custody/storage.ts")).runStorageFetch,
};
