import { withoutSecrets } from "./address.ts";

import { EXIT } from "./exit.ts";

/** Who has to do something: each kind has its exit code. */
export type ErrorKind = "usage" | "data" | "chain" | "artifact";

/**
 * The one error type of the project.
 *
 * `code` is `stage/what` (`source/not-utf8`): stable, and what tests and programs compare.
 * `message` names the value that was wrong; `hint` says what to do about it.
 */
export class DisjointError extends Error {
  override readonly name = "DisjointError";
  readonly kind: ErrorKind;
  readonly code: string;
  readonly hint: string;
  /** What `--json` says beside it, by name. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    hint: string,
    cause?: unknown,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.code = code;
    this.hint = hint;
    this.details = details;
  }

  get exitCode(): number {
    return EXIT[this.kind];
  }

  /** What `--json` prints. */
  toJSON(): { code: string; message: string; hint: string } {
    return { ...this.details, code: this.code, message: this.message, hint: this.hint };
  }
}

export const usageError = (code: string, message: string, hint: string, cause?: unknown) =>
  new DisjointError("usage", code, message, hint, cause);
export const dataError = (code: string, message: string, hint: string, cause?: unknown) =>
  new DisjointError("data", code, message, hint, cause);
/** What nodes and libraries say often quotes the node's address, and with it a key: none gets into a message. */
export const chainError = (code: string, message: string, hint: string, cause?: unknown) =>
  new DisjointError("chain", code, withoutSecrets(message), hint, cause);
export const artifactError = (code: string, message: string, hint: string, cause?: unknown) =>
  new DisjointError("artifact", code, message, hint, cause);
