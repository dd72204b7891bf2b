import { newestAccumulators } from "../../blocklist/epoch.ts";
import { readBlocklist } from "../../blocklist/read.ts";
import { accumulatorsToPublish } from "../../chain/lists/accumulators.ts";
import { listIdOf } from "../../chain/lists/list.ts";
import { publishBlocklist, toListToPublish } from "../../chain/lists/publish.ts";
import { loadPoseidon } from "../../native/poseidon.ts";
import { requireSigner } from "../../rpc/contract.ts";
import { usageError } from "../../shared/errors.ts";
import { count } from "../../shared/format.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, many, optional } from "../values.ts";
import { addressIn, listIdIn, withDeployment } from "./where.ts";

export const runPublish: Run = async ({ positionals, values, onProgress }) => {
  const [folder] = exactly(positionals, ["LIST_DIR"]);
  const reviewed = reviewersIn(values);
  const isWithoutPages = values["accumulators-only"] === true;
  const uri = uriIn(values);
  const list = optional(values, "list-id") === undefined ? undefined : listIdIn(values);
  return withDeployment(values, async (chain, deployment) => {
    const local = await readBlocklist(folder, await loadPoseidon());
    if (isWithoutPages && local.accumulators === undefined)
      throw usageError(
        "cli/bad-option",
        `--accumulators-only: ${folder} has no accumulators`,
        "Add them with `disjoint blocklist build --append --accumulator`.",
      );
    const terms = toListToPublish(local, { ...reviewed, uri: uri ?? "" });
    const id = list ?? listIdOf(await requireSigner(chain).getAddress(), terms.config);
    const newest = newestAccumulators(local);
    const accumulators = newest && (await accumulatorsToPublish(chain, deployment, id, newest));
    const pages = isWithoutPages ? [] : terms.pages;
    const document = { ...terms, pages, ...(accumulators && { accumulators }) };
    const json = await publishBlocklist(chain, deployment, list ? { ...document, list } : document, { onProgress });
    const appended = `${count(json.appended, "page")} appended, ${json.pageCount} in all`;
    const points = accumulators === undefined ? "" : ", with accumulators";
    const isUnused = json.appended === 0 && accumulators === undefined && uri !== undefined;
    const unused = isUnused ? "\nno epoch was published: --uri was not used, and what is on the chain stays" : "";
    const text = `list ${json.list}: ${appended}, epoch ${json.epoch}${points}${unused}`;
    return { verdict: true, json, text };
  });
};

/**
 * Where the list's document is. What is published with an epoch never changes, a slip of the keyboard included.
 *
 * @throws usage `cli/bad-option`
 */
function uriIn(values: Values): string | undefined {
  const uri = optional(values, "uri");
  if (uri === undefined || uri === "" || URL.canParse(uri)) return uri;
  const hint = "Give the whole address of list.json, such as https://example.org/list.json.";
  throw usageError("cli/bad-option", `--uri ${uri} is not an address`, hint);
}

/**
 * Who has to confirm an epoch before it counts, in the order that the contract wants.
 *
 * @throws usage `cli/bad-option`
 */
function reviewersIn(values: Values): { reviewers: string[]; threshold: number } {
  const reviewers = many(values, "reviewer").map((reviewer) => addressIn({ reviewer }, "reviewer"));
  const text = optional(values, "threshold") ?? String(reviewers.length);
  const threshold = /^[0-9]{1,3}$/.test(text) ? Number(text) : -1;
  if ((reviewers.length === 0) !== (threshold === 0) || threshold < 0 || threshold > reviewers.length)
    throw usageError(
      "cli/bad-option",
      `--threshold ${text} of ${reviewers.length} reviewers`,
      "Pass at least one reviewer, and a threshold from 1 to their number.",
    );
  return { reviewers: reviewers.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)), threshold };
}
