import { expect, test } from "vitest";
import { withoutQueries, withoutSecrets } from "../../../prover/shared/redact.ts";

test.each([
  ["https://ann:SECRET@node.example.org/", "https://node.example.org"],
  ["http://127.0.0.1:8545/v3/SECRET", "http://127.0.0.1:8545"],
  ["(wss://node.example.org?key=SECRET)", "(wss://node.example.org"],
  ["HTTPS://SECRET@[::1]:1/SECRET#SECRET, and https://b.example/SECRET", "https://[::1]:1 and https://b.example"],
  ['{"requestUrl":"https://a.example/SECRET","x":1}', '{"requestUrl":"https://a.example","x":1}'],
  ["https://SECRET@:bad/SECRET", "an address"],
  ["open '/tmp/https:/SECRET@a.example/SECRET/list.json'", "open '/tmp/https://a.example'"],
  ["ftp://ann:SECRET@a.example/SECRET is none", "ftp://a.example is none"],
  ["at file:///app/prover/x.ts:1:2", "at file:///app/prover/x.ts:1:2"],
  ["no address: http is a word", "no address: http is a word"],
])("shows %s by its host alone", (text, shown) => {
  expect(withoutSecrets(text)).toBe(shown);
  expect(withoutSecrets(text)).not.toContain("SECRET");
});

test("keeps the path of the address of data, and nothing else", () => {
  expect(withoutQueries("https://SECRET:SECRET@a.example/data/x.jsonl?SECRET#SECRET is gone")).toBe(
    "https://a.example/data/x.jsonl is gone",
  );
});
