/**
 * Powers of tau on this machine: a flat file of [tau^i]_1 for i below `g1Count`, then [tau^i]_2 for i below `g2Count`.
 * `id`: see `powersId`; `kind`: whether a ceremony made them, so that nobody knows tau, or this machine.
 */
export type Powers = {
  path: string;
  id: string;
  kind: "ceremony" | "development";
  g1Count: number;
  g2Count: number;
};
