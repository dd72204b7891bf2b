import { readCircuitState } from "../../chain/deployment/circuits.ts";
import { readConfirmedBlock } from "../../rpc/block.ts";
import { openContract } from "../../rpc/contract.ts";
import { artifactError } from "../../shared/errors.ts";
import { toCircuitId } from "../../shared/ids.ts";
import type { Check } from "./checklist.ts";
import type { SetUp } from "./setUp.ts";

/** The powers of tau are installed, and the ledger accepts disjointness proofs that are made with them. */
export const powersCheck: Check<SetUp> = {
  name: "powers of tau",
  async test({ chain, deployment, kinds, powers }) {
    if (!(await kinds()).has("accumulator")) return "no shard is committed to by an accumulator";
    const { id } = await powers();
    const deployed = await deployment();
    if (deployed.powers?.id !== id) throw other(id, `the deployment names ${deployed.powers?.id ?? "none"}`);
    const ledger = await openContract(chain, "Ledger", deployed.ledger);
    const { status } = await readCircuitState(ledger, toCircuitId(id), await readConfirmedBlock(chain));
    if (status !== "active") throw other(id, `there they are ${status}`);
    return `the ledger takes disjointness proofs with ${id}`;
  },
};

const other = (id: string, problem: string) =>
  artifactError(
    "release/other-powers",
    `the ledger takes no proof with the powers of tau in use, ${id}: ${problem}`,
    "Use the powers that the ledger was deployed with as $.powers, or set $.shards[].commitment to merkle.",
  );
