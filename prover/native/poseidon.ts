import { circomlibPoseidon, type Poseidon } from "../shared/poseidon.ts";

/** The fastest Poseidon of this machine. */
export const loadPoseidon = (): Promise<Poseidon> => circomlibPoseidon();
