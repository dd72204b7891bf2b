/** The whole library: every stage of the data flow. Browsers import `disjoint/verify` instead. */
export * from "./chain.ts";
export * from "./commit.ts";
export * from "./custody.ts";
export * from "./lists.ts";
export * from "./prove.ts";
export * from "./registry.ts";
export * from "./release.ts";
export * from "./setup.ts";
export * from "./verify.ts";
