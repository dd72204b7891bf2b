/** Why the page has nothing to show. `reason` chooses the words; `address` is the file; `detail` is what was wrong. */
export class PageError extends Error {
  readonly reason: "unreachable" | "invalid";
  readonly address: string;
  readonly detail: string;

  constructor(reason: PageError["reason"], address: string, detail: string) {
    super(`${address}: ${detail}`);
    this.reason = reason;
    this.address = address;
    this.detail = detail;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
