/** Drains an outbox, for tests that kill it: OUTBOX RPC KEY_FILE DEPLOYMENT [CONFIRMATIONS]. */
import { readDeployment } from "../../prover/chain/deployment/document.ts";
import { drainOutbox } from "../../prover/chain/ledger/drain.ts";
import { openOutbox } from "../../prover/chain/ledger/outbox.ts";
import { openAtLast } from "./chain.ts";

const [path, rpc, keyFile, deployment, blocks = "0"] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string?,
];
const chain = await openAtLast({ rpc, keyFile, polling: { pollingInterval: 5, requestTimeout: 700 } });
const outbox = openOutbox(path);
await drainOutbox(chain, await readDeployment(deployment), outbox, {
  confirmations: Number(blocks),
  replaceAfter: 300,
});
outbox.close();
await chain.close();
process.exit(0);
