import { isPageBundle } from "../../bundle/document.ts";
import { parseBundle, toProvedPages } from "../../bundle/provedPages.ts";
import type { Deployment } from "../../chain/deployment/document.ts";
import { submitDisjointness } from "../../chain/ledger/disjointness.ts";
import { type DrainOptions, drainOutbox } from "../../chain/ledger/drain.ts";
import { openOutbox } from "../../chain/ledger/outbox.ts";
import { assignPages, type PageProof, submitProofs } from "../../chain/ledger/submit.ts";
import type { Chain } from "../../rpc/connection.ts";
import { usageError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import type { Run } from "../commands/definition.ts";
import type { Outcome } from "../outcome.ts";
import { exactly, optional } from "../values.ts";
import { readItems } from "./accumulators.ts";
import { confirmationsIn, listIdIn, withDeployment } from "./where.ts";

export const runSubmit: Run = async ({ positionals, values, onProgress }) => {
  const [path] = exactly(positionals, ["BUNDLE"]);
  const file = optional(values, "outbox");
  const confirmations = confirmationsIn(values);
  if (file === undefined && confirmations !== 0)
    throw usageError("cli/missing-option", "--confirmations without --outbox", "Choose a file for the outbox.");
  return withDeployment(values, async (chain, deployment) => {
    const hint = "Pass the bundle.json that `disjoint prove` wrote.";
    const bundle = parseBundle(await readInput(path, "bundle/not-found", hint), path);
    const list = listIdIn(values);
    if (!isPageBundle(bundle)) {
      if (file !== undefined)
        throw usageError("cli/bad-option", "--outbox is for proofs by page", "Leave it out: no proof is sent twice.");
      const items = await readItems(chain, deployment, list, bundle);
      const json = await submitDisjointness(chain, deployment, items, { onProgress });
      const text = `${count(json.accepted, "disjointness proof")} accepted, ${json.already} were already`;
      return { verdict: true, json, text };
    }
    const proofs = toProvedPages(bundle);
    if (file !== undefined) {
      const items = await assignPages(chain, deployment, list, proofs);
      return bring(chain, deployment, items, { file, confirmations, onProgress });
    }
    const json = await submitProofs(chain, deployment, list, proofs, { onProgress });
    const text = `${count(json.accepted, "page")} accepted, ${json.already} were already`;
    return { verdict: true, json, text };
  });
};

type Bringing = DrainOptions & { file: string };

/** By way of an outbox: what a killed run left goes on, and nothing counts before it has enough blocks on top. */
async function bring(
  chain: Chain,
  deployment: Deployment,
  items: readonly PageProof[],
  { file, ...options }: Bringing,
): Promise<Outcome> {
  const outbox = openOutbox(file);
  try {
    outbox.add(items);
    await drainOutbox(chain, deployment, outbox, options);
    const refused = outbox.refusals().map(({ item: { list, page }, reason }) => ({ list, page, reason }));
    const { accepted } = outbox.counts();
    const lines = refused.map(({ list, page, reason }) => `page ${page} of list ${list} refused: ${reason}`);
    const text = [`${count(accepted, "page")} accepted, ${options.confirmations} blocks deep`, ...lines].join("\n");
    return { verdict: refused.length === 0, json: { accepted, refused, confirmations: options.confirmations }, text };
  } finally {
    outbox.close();
  }
}
