import type { CodeOf, ErrorCode } from "./errors/codes.ts";
import { EXIT } from "./exit.ts";
import { withoutSecrets } from "./redact.ts";

/** What kind of thing has to be corrected. Each kind has its exit code. */
export type ErrorKind = "usage" | "data" | "chain" | "artifact";

export type { CodeOf, ErrorCode };

/**
 * The one error type of the project.
 *
 * `code` is `area/what` (`source/not-utf8`), one of the catalogue: stable, and what tests and programs compare.
 * `message` names the value that was wrong; `hint` says what to do about it.
 */
export class DisjointError extends Error {
  override readonly name = "DisjointError";
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  /** What `--json` says beside it, by name. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    kind: ErrorKind,
    code: ErrorCode,
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
  toJSON(): { code: ErrorCode; message: string; hint: string } {
    return { ...this.details, code: this.code, message: this.message, hint: this.hint };
  }
}

/** The same error in other words; its cause is that one, or what caused that one. */
export function reworded(
  error: DisjointError,
  words: { message?: string; hint?: string; details?: Readonly<Record<string, unknown>> },
): DisjointError {
  const { message, hint, details } = { message: error.message, hint: error.hint, details: error.details, ...words };
  return new DisjointError(error.kind, error.code, message, hint, error.cause ?? error, details);
}

export const usageError = (code: CodeOf<"usage">, message: string, hint: string, cause?: unknown) =>
  new DisjointError("usage", code, message, hint, cause);
export const dataError = (code: CodeOf<"data">, message: string, hint: string, cause?: unknown) =>
  new DisjointError("data", code, message, hint, cause);
/** What nodes and libraries say often quotes the node's address, and with it a key: none gets into a message. */
export const chainError = (code: CodeOf<"chain">, message: string, hint: string, cause?: unknown) =>
  new DisjointError("chain", code, withoutSecrets(message), hint, cause);
export const artifactError = (code: CodeOf<"artifact">, message: string, hint: string, cause?: unknown) =>
  new DisjointError("artifact", code, message, hint, cause);
