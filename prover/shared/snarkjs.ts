import { loadPeer } from "./peers.ts";

/** snarkjs, loaded by what uses it: verifying needs none. @throws usage `package/missing-peer` */
export const loadSnarkjs = () => loadPeer("Proving", () => import("snarkjs"));
