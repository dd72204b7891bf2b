import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openIndex } from "../../../../prover/chain/indexer/store.ts";
import { temporaryFolder } from "../../../support/chain.ts";

const ADDRESS = `0x${"12".repeat(20)}`;

test("an index with an earlier schema is emptied and gets the current one, to be rebuilt from the chain", async () => {
  const { path, remove } = await temporaryFolder();
  const file = join(path, "index.sqlite");
  const former = new DatabaseSync(file);
  const home = [31337, ADDRESS, ADDRESS, ADDRESS].join("/");
  former.exec("CREATE TABLE head (shape INTEGER, home TEXT, block INTEGER, hash TEXT, events INTEGER)");
  former.prepare("INSERT INTO head VALUES (1, ?, 7, '0x00', 3)").run(home);
  former.exec(
    "CREATE TABLE circuits (circuit TEXT PRIMARY KEY, verifier TEXT, entries INTEGER, trust TEXT, reason TEXT)",
  );
  former.exec("INSERT INTO circuits VALUES ('0x01', '0x02', 16, 'distrusted', '')");
  former.close();
  const index = openIndex(file, {
    format: "disjoint/deployment/v1",
    chainId: 31337,
    blocklists: ADDRESS,
    ledger: ADDRESS,
    releases: ADDRESS,
    circuits: [],
  });
  expect(index.head()).toMatchObject({ block: -1, events: 0 });
  expect(index.rows("circuits")).toEqual([]);
  index.run("INSERT INTO circuits VALUES ('0x01', '0x02', 16, 'revoked', 'a reason')");
  expect(index.rows("circuits")).toMatchObject([{ status: "revoked" }]);
  index.close();
  await remove();
});
