/** Milliseconds: how long to wait for a transaction's effect, between two looks, and for a node's answer. */
export type Patience = { timeout: number; interval: number; request: number };
