import { withoutSecrets } from "./address.ts";

import { EXIT } from "./exit.ts";

/** Who has to do something: each kind has its exit code. */
export type ErrorKind = "usage" | "data" | "chain" | "artefact";

/**
 * The one error type of the project.
 *
 * `code` is `stage/what` (`source/not-utf8`): stable, and what tests and programs compare.
 * `message` names the value that was wrong; `remedy` says what to do about it.
 */
export class DisjointError extends Error {
  override readonly name = "DisjointError";
  readonly kind: ErrorKind;
  readonly code: string;
  readonly remedy: string;
  /** What `--json` says beside it, by name. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    remedy: string,
    cause?: unknown,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.code = code;
    this.remedy = remedy;
    this.details = details;
  }

  get exitCode(): number {
    return EXIT[this.kind];
  }

  /** What `--json` prints. */
  toJSON(): { code: string; message: string; remedy: string } {
    return { ...this.details, code: this.code, message: this.message, remedy: this.remedy };
  }
}

export const usageError = (code: string, message: string, remedy: string, cause?: unknown) =>
  new DisjointError("usage", code, message, remedy, cause);
export const dataError = (code: string, message: string, remedy: string, cause?: unknown) =>
  new DisjointError("data", code, message, remedy, cause);
/** What nodes and libraries say often quotes the node's address, and with it a key: none gets into a message. */
export const chainError = (code: string, message: string, remedy: string, cause?: unknown) =>
  new DisjointError("chain", code, withoutSecrets(message), remedy, cause);
export const artefactError = (code: string, message: string, remedy: string, cause?: unknown) =>
  new DisjointError("artefact", code, message, remedy, cause);
