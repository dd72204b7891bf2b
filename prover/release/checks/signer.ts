import { describeCost, requireFunds } from "../../chain/cost/funds.ts";
import { formatNative } from "../../rpc/node/fees.ts";
import { type Check, NotChecked } from "./checklist.ts";
import type { Planned } from "./planned.ts";
import type { SetUp } from "./setUp.ts";
import { leastExpected } from "./transactions.ts";

/** The signer, by whose address the chain knows the vendor. */
export const signerCheck: Check<SetUp> = {
  name: "signer",
  test: async ({ vendor, withoutVendor }) => vendor ?? new NotChecked(withoutVendor),
};

/** The signer can pay for the transactions that are known before the data is read. */
export const leastFundsCheck: Check<SetUp> = {
  name: "funds",
  test: async (setUp) => funds(setUp, () => leastExpected(setUp)),
};

/** The signer can pay for all transactions of the run. */
export const fundsCheck: Check<Planned> = {
  name: "funds",
  test: async (planned) => funds(planned, planned.transactions),
};

async function funds({ chain, vendor, withoutVendor }: SetUp, expected: () => ReturnType<typeof leastExpected>) {
  const transactions = await expected();
  if (vendor === undefined) return new NotChecked(withoutVendor);
  const found = await requireFunds(chain, transactions);
  return `${formatNative(found.balance)} of the chain's currency: ${describeCost(found)}`;
}
