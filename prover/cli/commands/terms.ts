import { type Command, DEPLOYED, ON_CHAIN, type Option, READS_ONLY } from "./definition.ts";
import { CHAIN_OPTIONS, requiredReleaseId } from "./options.ts";

export const termsDeploy: Command = {
  name: "terms deploy",
  summary: "Deploy the contract of terms, and add it to the deployment's file",
  arguments: [],
  options: CHAIN_OPTIONS,
  examples: [["disjoint terms deploy", "once for a deployment"]],
  interrupted: DEPLOYED,
  load: async () => (await import("../chain/terms.ts")).runTermsDeploy,
};

const use = (name: string, meaning: string): Option => ({
  name,
  value: "USE",
  meaning,
  repeatable: true,
  example: "military",
});

export const termsSet: Command = {
  name: "terms set",
  summary: "State the machine-readable terms of a release, once",
  details: "Only the vendor of the release can. Give --permit, --prohibit or --any-use. Terms never change.",
  arguments: [],
  options: [
    requiredReleaseId,
    {
      name: "license",
      value: "SPDX",
      meaning: "SPDX expression of the license.",
      required: true,
      example: "Apache-2.0",
    },
    use("permit", "A permitted use. All others are prohibited."),
    use("prohibit", "A prohibited use. All others are permitted."),
    { name: "any-use", meaning: "Permit every use." },
    {
      name: "policy",
      value: "FILE",
      meaning: "ODRL policy that says the same in full. Needs --policy-uri.",
      default: "none",
      example: "policy.jsonld",
    },
    {
      name: "policy-uri",
      value: "URI",
      meaning: "Where others find the policy. Needs --policy.",
      default: "none",
      example: "https://example.org/policy.jsonld",
    },
    ...CHAIN_OPTIONS,
  ],
  examples: [
    ["disjoint terms set --release-id $RELEASE_ID --license Apache-2.0 --prohibit military", "prohibit one use"],
  ],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/terms.ts")).runTermsSet,
};

export const termsShow: Command = {
  name: "terms show",
  summary: "Show the terms of a release",
  arguments: [],
  options: [requiredReleaseId, ...CHAIN_OPTIONS],
  examples: [["disjoint terms show --release-id $RELEASE_ID", "exit code 1 if it has none"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../chain/terms.ts")).runTermsShow,
};

export const termsCheck: Command = {
  name: "terms check",
  summary: "Say whether a release and all its ancestors permit a use",
  details: "A release without terms permits nothing.",
  arguments: [{ name: "USE", meaning: "Name of the use.", example: "military" }],
  options: [requiredReleaseId, ...CHAIN_OPTIONS],
  examples: [["disjoint terms check military --release-id $RELEASE_ID", "exit code 1, and whose terms prohibit it"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../chain/terms.ts")).runTermsCheck,
};
