import { readPermission, readTerms, setTerms, type UseTerms } from "../../chain/releases/terms.ts";
import { usageError } from "../../shared/errors.ts";
import { readInput, sha256 } from "../../shared/files.ts";
import { printable } from "../../shared/names.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, many, optional, required } from "../values.ts";
import { runDeployOptional } from "./optional.ts";
import { releaseIdIn, withDeployment } from "./where.ts";

export const runTermsDeploy: Run = runDeployOptional("terms");

export const runTermsSet: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const release = releaseIdIn(values);
  const policy = await policyIn(values);
  const terms = { license: required(values, "license"), ...(policy && { policy }), uses: usesIn(values) };
  return withDeployment(values, async (chain, deployment) => {
    const transaction = await setTerms(chain, deployment, release, terms);
    const how = transaction === undefined ? "were stated before" : `are stated by ${transaction.hash}`;
    return {
      verdict: true,
      json: { release, ...terms, transaction: transaction?.hash ?? null, gasUsed: transaction?.gasUsed ?? null },
      text: `${describe(terms)}\n${how}`,
    };
  });
};

export const runTermsShow: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const release = releaseIdIn(values);
  return withDeployment(values, async (chain, deployment) => {
    const terms = await readTerms(chain, deployment, release);
    const text = terms === undefined ? `release ${release} has no terms, which permits nothing` : describe(terms);
    return { verdict: terms !== undefined, json: { release, terms: terms ?? null }, text };
  });
};

export const runTermsCheck: Run = async ({ positionals, values }) => {
  const [use] = exactly(positionals, ["USE"]);
  const release = releaseIdIn(values);
  return withDeployment(values, async (chain, deployment) => {
    const permission = await readPermission(chain, deployment, release, use);
    const verdict = permission.isPermitted;
    const text = permission.isPermitted
      ? `true: release ${release} and all its ancestors permit ${use}`
      : permission.why === "prohibited"
        ? `false: the terms of release ${permission.by} prohibit ${use}`
        : `false: release ${permission.by} has no terms, so nothing permits ${use}`;
    return { verdict, json: { release, use, ...permission, verdict }, text };
  });
};

/** @throws usage `cli/missing-option`, `cli/bad-option` */
function usesIn(values: Values): UseTerms["uses"] {
  const permitted = many(values, "permit");
  const prohibited = many(values, "prohibit");
  const given = [permitted.length > 0, prohibited.length > 0, values["any-use"] === true].filter(Boolean).length;
  if (given === 0) throw usageError("cli/missing-option", "no use is named", "Give --permit, --prohibit or --any-use.");
  if (given > 1)
    throw usageError("cli/bad-option", "--permit, --prohibit and --any-use exclude each other", "Give one of them.");
  return permitted.length > 0 ? { permitted } : { prohibited };
}

/** @throws usage `cli/missing-option`; data `custody/not-found` */
async function policyIn(values: Values): Promise<UseTerms["policy"]> {
  const file = optional(values, "policy");
  const uri = optional(values, "policy-uri");
  if (file === undefined && uri === undefined) return undefined;
  if (file === undefined || uri === undefined)
    throw usageError("cli/missing-option", "--policy and --policy-uri belong together", "Give both of them.");
  return { sha256: sha256(await readInput(file, "custody/not-found", "Check the path of the policy.")), uri };
}

/** What strangers wrote is shown without control characters. */
function describe({ license, policy, uses }: UseTerms): string {
  const isOnly = "permitted" in uses;
  const names = isOnly ? uses.permitted : uses.prohibited;
  const listed = names.map(printable).join(", ");
  return [
    `license ${printable(license)}`,
    isOnly ? `permits only: ${listed || "nothing"}` : `prohibits: ${listed || "nothing"}`,
    ...(policy ? [`policy ${printable(policy.uri)}, sha256:${policy.sha256}`] : []),
  ].join("\n");
}
