import type { CONTRACTS } from "./catalogue/contracts.ts";
import type { CATALOGUE } from "./catalogue.ts";

type Catalogue = typeof CATALOGUE;

/** Every error code, `area/what`: `disjoint explain CODE` and docs/errors.md say what each means. */
export type ErrorCode = keyof Catalogue;

/** The codes of one kind. */
export type CodeOf<Kind extends string> = {
  [Code in ErrorCode]: Catalogue[Code]["kind"] extends Kind ? Code : never;
}[ErrorCode];

/** The codes of the contracts' own errors. */
export type ContractErrorCode = keyof typeof CONTRACTS;
