import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Wallet } from "ethers";
import { expect, onTestFinished, test } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import { readListState } from "../../../../prover/chain/lists/access.ts";
import { openChain } from "../../../../prover/rpc/connection.ts";
import { asChainError } from "../../../../prover/rpc/node/errors.ts";
import { DisjointError } from "../../../../prover/shared/errors.ts";
import { toListId } from "../../../../prover/shared/ids.ts";
import { startAnvil } from "../../../support/anvil.ts";
import { simulatedCircuit } from "../../../support/chain.ts";
import { folderWith } from "../../../support/folder.ts";

const wallet = Wallet.createRandom();
async function keyFileOf(): Promise<string> {
  const path = join(folderWith(), "key");
  await writeFile(path, wallet.privateKey, { mode: 0o600 });
  return path;
}

/** What ethers appends to its messages: the request, its code and its version. */
const DUMP = /\((?:operation|info|action|value|code|request|transaction|data)=|version=|code=[A-Z]/;

async function errorOf(act: Promise<unknown>): Promise<DisjointError> {
  const error = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DisjointError);
  const { message, hint } = error as DisjointError;
  expect(`${message} ${hint}`).not.toMatch(DUMP);
  return error as DisjointError;
}

async function open() {
  const anvil = await startAnvil();
  onTestFinished(() => anvil.stop());
  const chain = await openChain({ rpc: anvil.url, keyFile: await keyFileOf() });
  onTestFinished(() => chain.close());
  return chain;
}

test("names the address, balance and need of an account without funds", async () => {
  const chain = await open();
  const { code, message, hint } = await errorOf(deployContracts(chain, [simulatedCircuit()]));
  expect(code).toBe("chain/no-funds");
  expect(message).toMatch(new RegExp(`^the signer ${wallet.address} has 0\\b.*needs 0\\.0\\d*[1-9]`));
  expect(hint).toMatch(/^Send it 0\.0\d+ or more/);
});

test("describes an answer that does not decode in a sentence", async () => {
  const chain = await open();
  const deployment = { blocklists: wallet.address, ledger: wallet.address, releases: wallet.address };
  const list = `0x${"11".repeat(32)}`;
  const { code } = await errorOf(
    readListState(chain, { ...deployment, chainId: chain.chainId } as never, toListId(list)),
  );
  expect(code).toBe("chain/bad-answer");
});

test("names a host that does not answer", async () => {
  const { code, message } = await errorOf(openChain({ rpc: "http://127.0.0.1:1", keyFile: await keyFileOf() }));
  expect(code).toBe("chain/unreachable");
  expect(message).toContain("127.0.0.1:1");
});

test("an error of ethers is its short message, whatever it is", async () => {
  const thrown = await Promise.resolve()
    .then(() => new Wallet("0x12"))
    .catch((error: unknown) => error);
  expect(String((thrown as Error).message)).toMatch(DUMP);
  await errorOf(Promise.reject(await asChainError(thrown)));
});
