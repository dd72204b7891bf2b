import { DisjointError } from "../../prover/shared/errors.ts";

/**
 * The code of the error that `act` ends in, or "accepted" when it ends in none. Errors of another type pass through.
 */
export async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof DisjointError) return error.code;
    throw error;
  }
  return "accepted";
}

/** The error that `act` ends in. */
export async function errorOf(act: () => unknown): Promise<DisjointError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof DisjointError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
