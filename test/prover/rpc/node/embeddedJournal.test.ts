import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openChain } from "../../../../prover/rpc/connection.ts";
import { openJournal } from "../../../../prover/rpc/node/embeddedJournal.ts";
import { folderWith } from "../../../support/folder.ts";

const entry = (digit: string) => ({ raw: `0x${digit}`, time: 5, block: `0x${digit.repeat(64)}` });

describe("the journal of an embedded chain", () => {
  it("gives back what was appended", async () => {
    const path = join(folderWith(), "chain.jsonl");
    const first = await openJournal(path);
    await first.append(entry("a"));
    await first.append(entry("b"));
    const second = await openJournal(path);
    expect(second.entries).toEqual([entry("a"), entry("b")]);
    expect(second.genesis).toBe(first.genesis);
  });

  it("cuts off a line that a kill left unfinished, at every length", async () => {
    const path = join(folderWith(), "chain.jsonl");
    await (await openJournal(path)).append(entry("a"));
    const whole = readFileSync(path, "utf8");
    const line = JSON.stringify(entry("b"));
    for (let length = 1; length <= line.length; length += 7) {
      writeFileSync(path, whole + line.slice(0, length));
      const journal = await openJournal(path);
      expect(journal.entries).toEqual([entry("a")]);
      await journal.append(entry("c"));
      expect((await openJournal(path)).entries).toEqual([entry("a"), entry("c")]);
    }
  });

  it("stops when another process wrote in the meantime", async () => {
    const path = join(folderWith(), "chain.jsonl");
    const journal = await openJournal(path);
    await (await openJournal(path)).append(entry("a"));
    await expect(journal.append(entry("b"))).rejects.toMatchObject({ code: "chain/journal-busy" });
  });

  it.each([
    ["no JSON", "{\n"],
    ["another format", '{"format":"disjoint/chain-journal/v2","genesis":1}\n'],
    ["no genesis", '{"format":"disjoint/chain-journal/v1"}\n'],
    ["a bad entry", '{"format":"disjoint/chain-journal/v1","genesis":1}\n{"raw":"0xzz"}\n'],
    ["nothing", "\n"],
  ])("refuses %s", async (_, text) => {
    const path = join(folderWith({ "chain.jsonl": text }), "chain.jsonl");
    await expect(openJournal(path)).rejects.toMatchObject({ code: "chain/bad-journal" });
  });
});

describe("an embedded chain", () => {
  const send = async (state: string) => {
    const chain = await openChain({ state });
    const to = "0x00000000000000000000000000000000000000aa";
    const { hash } = await chain.signer!.sendTransaction({ to, value: 1n });
    await chain.close();
    return hash;
  };

  it("resumes where it stopped, transaction by transaction", async () => {
    const state = folderWith();
    await send(state);
    await send(state);
    const chain = await openChain({ state });
    expect(await chain.provider.getBalance("0x00000000000000000000000000000000000000aa")).toBe(2n);
    expect(await chain.provider.getBlockNumber()).toBe(2);
    await chain.close();
  });

  it("refuses a journal that leads to other blocks", async () => {
    const state = folderWith();
    await send(state);
    const path = join(state, "chain.jsonl");
    const [head, line] = readFileSync(path, "utf8").split("\n");
    const changed = { ...JSON.parse(line!), time: JSON.parse(line!).time + 1 };
    writeFileSync(path, `${head}\n${JSON.stringify(changed)}\n`);
    await expect(openChain({ state })).rejects.toMatchObject({ code: "chain/bad-journal" });
  });

  it("refuses a second writer", async () => {
    const state = folderWith();
    const chain = await openChain({ state });
    appendFileSync(join(state, "chain.jsonl"), `${JSON.stringify(entry("a"))}\n`);
    const sending = chain.signer!.sendTransaction({ to: await chain.signer!.getAddress() });
    await expect(sending).rejects.toMatchObject({ message: expect.stringContaining("another process") });
    await chain.close();
  });
});
