import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { JsonRpcProvider } from "ethers";
import { expect, onTestFinished, test } from "vitest";
import { passOn } from "../../../prover/cli/explore/rpc.ts";
import type { Chain } from "../../../prover/rpc/connection.ts";

test("a node's error is passed on with its host, and without the key in its address", async () => {
  const server = createServer((_, response) => response.writeHead(500).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/v3/SECRETKEY0123?token=SECRETTOKEN`;
  const provider = new JsonRpcProvider(address, 31337, { staticNetwork: true });
  onTestFinished(() => {
    provider.destroy();
    server.close();
  });
  // The library's error has the whole address: without it, this test would say nothing.
  await expect(provider.send("eth_chainId", [])).rejects.toThrow("SECRETKEY0123");
  const request = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
  const answer = await passOn({ provider } as unknown as Chain, JSON.stringify(request));
  expect(JSON.parse(answer)).toMatchObject({ id: 1, error: { code: -32000 } });
  expect(answer).toContain(`http://127.0.0.1:${port}`);
  expect(answer).not.toContain("SECRET");
});
