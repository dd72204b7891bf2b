import {
  computeStorageAnchors,
  computeStorageRoot,
  verifyStorageAnchors,
} from "../../../../../prover/custody/storage/anchors.ts";
import { type Subject, ZEROS } from "./scene.ts";

const FILE = Buffer.from("a pack");
const ANCHORS = computeStorageAnchors(FILE, "6469736a6f696e742121");
const ANCHORED = new Map([[computeStorageRoot(ANCHORS), 1_767_225_600]]);
const checksOf = (changed: Partial<typeof ANCHORS> = {}, anchored = ANCHORED) =>
  verifyStorageAnchors(FILE, { ...ANCHORS, ...changed }, anchored).checks;

/** What storage networks call a file. */
export const storage: Subject = {
  good: () => checksOf(),
  refusals: {
    "storage-file": () => checksOf({ sha256: ZEROS }),
    "filecoin-piece": () => checksOf({ filecoin: { ...ANCHORS.filecoin, root: ZEROS } }),
    "arweave-root": () => checksOf({ arweave: { dataRoot: "A".repeat(43) } }),
    "celestia-commitment": () => checksOf({ celestia: { ...ANCHORS.celestia!, commitment: `${"A".repeat(43)}=` } }),
    "storage-anchor": () => checksOf({}, new Map([[ZEROS, 1_767_225_600]])),
  },
};
