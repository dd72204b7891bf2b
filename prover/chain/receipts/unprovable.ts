import { chainError, DisjointError } from "../../shared/errors.ts";

const CODE = "chain/unprovable-block";

/** A block of which it cannot be shown what it holds; `reason` is in words for people. */
export const unprovable = (reason: string, cause?: unknown): DisjointError =>
  chainError(
    CODE,
    reason,
    "The chain has rules of its own or a newer fork: its blocks are stated only. Or ask another node.",
    cause,
  );

/** Why a block cannot be proved; undefined for an error of another kind. */
export const reasonOf = (error: unknown): string | undefined =>
  error instanceof DisjointError && error.code === CODE ? error.message : undefined;
