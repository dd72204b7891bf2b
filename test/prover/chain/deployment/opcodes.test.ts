import { expect, test } from "vitest";
import { findMissingOpcodes, requireRunnable } from "../../../../prover/chain/deployment/opcodes.ts";
import { openChain } from "../../../../prover/rpc/connection.ts";
import { startAnvil } from "../../../support/anvil.ts";

const PUSH0 = "PUSH0 (EIP-3855, Shanghai)";
const MCOPY = "MCOPY (EIP-5656, Cancun)";
const PAIRING = "the pairing on BN254 for the gas of EIP-1108";

test.each<[string, string[]]>([
  ["byzantium", [PUSH0, MCOPY, "the multiplication on BN254 for the gas of EIP-1108", PAIRING]],
  ["london", [PUSH0, MCOPY]],
  ["paris", [PUSH0, MCOPY]],
  ["shanghai", [MCOPY]],
  ["cancun", []],
  ["prague", []],
  ["osaka", []],
])("a chain with the rules of %s lacks what it lacks, by name, and nothing is sent", async (hardfork, missing) => {
  const anvil = await startAnvil(["--hardfork", hardfork]);
  const chain = await openChain({ rpc: anvil.url });
  const named = await findMissingOpcodes(chain);
  expect(named).toEqual(missing);
  if (missing.length > 0)
    await expect(requireRunnable(chain)).rejects.toMatchObject({ code: "chain/lacks-opcodes", exitCode: 4 });
  else await requireRunnable(chain);
  expect(await chain.provider.send("eth_blockNumber", [])).toBe("0x0");
  await chain.close();
  await anvil.stop();
});

test("the embedded chain lacks nothing", async () => {
  const chain = await openChain({});
  expect(await findMissingOpcodes(chain)).toEqual([]);
  await chain.close();
});
