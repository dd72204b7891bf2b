import { chainError, DisjointError } from "../../shared/errors.ts";

const CODE = "chain/unprovable-block";

/** An error for a block whose events cannot be proved. `reason`: why, in words. */
export const unprovable = (reason: string, cause?: unknown): DisjointError =>
  chainError(
    CODE,
    reason,
    "The chain has rules of its own or a newer fork: its blocks are stated only. Or ask another node.",
    cause,
  );

/** The reason why a block cannot be proved; undefined for any other error. */
export const reasonOf = (error: unknown): string | undefined =>
  error instanceof DisjointError && error.code === CODE ? error.message : undefined;
