import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DisjointError } from "../../../../../prover/shared/errors.ts";
import { sha256 } from "../../../../../prover/shared/files.ts";
import { splitLines } from "../../../../../prover/source/formats/text/lines.ts";
import { openSource } from "../../../../../prover/source/open.ts";
import { LIMITS } from "../../../../../prover/source/records/row.ts";
import { listSources } from "../../../../../prover/source/walk.ts";
import { codeOf } from "../../../../support/errors.ts";
import { folderWith } from "../../../../support/folder.ts";
import { readAll } from "../../../../support/rows.ts";

const read = (content: string | Uint8Array, field?: string, rowBytes = 1 << 20) =>
  readAll(
    { path: join(folderWith({ "rows.jsonl": content }), "rows.jsonl") },
    { fields: [field], limits: { rowBytes } },
  );
const verdicts = async (content: string | Uint8Array, field?: string) =>
  (await read(content, field)).rows.map((row) => row.bad ?? row.values?.[0]);

describe("JSON Lines", () => {
  it("gives each line's field, with row and byte", async () => {
    const content = '{"text":"é","id":1}\n{"text":"b\\n"}\r\n{"text":""}';
    expect((await read(content, "text")).rows).toEqual([
      { row: 1, offset: 0, values: ["é"] },
      { row: 2, offset: 21, values: ["b\n"] },
      { row: 3, offset: 37, values: [""] },
    ]);
  });

  it("returns the unchanged line when no field is chosen", async () => {
    expect(await verdicts('{"a": 1}\r\n[2]\n"\u2028"\n')).toEqual(['{"a": 1}\r', "[2]", '"\u2028"']);
  });

  it("accounts for every byte", async () => {
    const content = '{"a":1}\n\n{"a":2}\n';
    const { accounts } = await read(content);
    expect(accounts).toEqual([{ bytes: content.length, sha256: sha256(content), rows: 3 }]);
    expect((await read("")).accounts).toEqual([{ bytes: 0, sha256: sha256(""), rows: 0 }]);
  });

  it.each([
    ['{"text":"a"}\n\n{"text":"b"}', ["a", "source/empty-line", "b"]],
    ['{"text":"a"}\n\r\n', ["a", "json/syntax"]],
    ['{"text":"a"}\n{"tex', ["a", "json/syntax"]],
    ['{"text":"a"}{"text":"b"}\n', ["json/syntax"]],
    ['{"text":"a","text":"b"}\n', ["json/duplicate-key"]],
    ['\ufeff{"text":"a"}\n', ["a"]],
    ['{"text":"a"}\r{"text":"b"}\r', ["a", "b"]],
    ['{"text":"\\ud83d"}\n', ["json/lone-surrogate"]],
    ['{"text":5}\n{"text":null}\n{"text":["a"]}\n', Array(3).fill("source/not-text")],
    ['{"txt":"a"}\n"text"\nnull\n["text"]\n', Array(4).fill("source/missing-field")],
    ['{"toString":"a"}\n', ["source/missing-field"]],
  ])("judges %j", async (content, expected) => expect(await verdicts(content, "text")).toEqual(expected));

  it("refuses invalid UTF-8", async () => {
    const content = Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}\n')]);
    expect(await verdicts(content, "text")).toEqual(["json/not-utf8"]);
  });

  it("marks a line beyond the limit as bad and goes on after it", async () => {
    const content = `{"t":"${"x".repeat(3_000_000)}"}\n{"t":"b"}\n`;
    expect((await read(content, "t")).rows).toEqual([
      { row: 1, offset: 0, bad: "source/row-too-large" },
      { row: 2, offset: 3_000_009, values: ["b"] },
    ]);
  });

  it("refuses a file that changes while it is read", async () => {
    const path = join(folderWith({ "rows.jsonl": '{"a":1}\n'.repeat(400_000) }), "rows.jsonl");
    const [source] = listSources([{ path }]);
    const opened = openSource(source!, { fields: [undefined], limits: LIMITS });
    const act = async () => {
      for await (const _ of opened.rows()) appendFileSync(path, '{"a":2}\n');
    };
    expect(await codeOf(act)).toBe("source/changed");
    writeFileSync(path, "{}\n");
    expect(await codeOf(act)).toBe("source/changed");
  });
});

describe("a path", () => {
  const chat =
    '{"messages":[{"content":"a"},{"content":"b"}],"meta":{"url":"u"},"tags":["x",1,null],"none":[],"gone":null}\n';

  it.each([
    ["messages[].content", ["a", "b"]],
    ["meta.url", ["u"]],
    ["tags[]", ["x", "source/not-text", "source/not-text"]],
    ["none[]", []],
    ["none[].content", []],
    ["gone[]", ["source/not-list"]],
    ["gone.url", "source/missing-field"],
    ["meta[]", ["source/not-list"]],
    ["messages.content", "source/missing-field"],
    ["messages[].text", ["source/missing-field", "source/missing-field"]],
    ["messages", "source/not-text"],
    ["meta.", "source/missing-field"],
    ["[]", "source/missing-field"],
    ["meta.toString", "source/missing-field"],
  ])("%s leads to %j", async (field, expected) => {
    const { rows } = await read(chat, field);
    expect(rows.map((row) => row.bad ?? row.values)).toEqual([expected]);
  });

  it("is a field's name first, if there is such a field", async () => {
    expect(await verdicts('{"a.b":"name","a":{"b":"path"}}\n{"a":{"b":"path"}}\n', "a.b")).toEqual(["name", "path"]);
    expect(await verdicts('{"a[]":"name","a":["path"]}\n', "a[]")).toEqual(["name"]);
  });

  it("that leads nowhere ends in an error that lists the existing ones", async () => {
    const path = join(folderWith({ "rows.jsonl": chat }), "rows.jsonl");
    const opened = openSource(listSources([{ path }])[0]!, { fields: ["messages[].text"], limits: LIMITS });
    const [[row] = []] = await Array.fromAsync(opened.rows());
    const [error] = (row as unknown as { values: DisjointError[][] }).values[0]!;
    expect(error?.message).toContain("it has messages[].content, meta.url, tags[], gone");
  });
});

describe("lines", () => {
  it("are the same however the stream is split", async () => {
    const piece = fc.stringMatching(/^[ab\n]{0,6}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(piece), fc.integer({ min: 1, max: 12 }), async (pieces, limit) => {
        const stream = (async function* () {
          for (const text of pieces) yield Buffer.from(text);
        })();
        const text = pieces.join("");
        const expected = text.split("\n");
        if (expected.at(-1) === "") expected.pop();
        const lines = (
          await Array.fromAsync(splitLines({ chunks: () => stream, start: 0, rowsBefore: 0 }, limit))
        ).flat();
        expect(lines.map(({ length }) => length)).toEqual(expected.map((line) => line.length));
        expect(lines.map(({ row }) => row)).toEqual(expected.map((_, i) => i + 1));
        for (const [i, { bytes, offset, length }] of lines.entries()) {
          expect(text.slice(offset, offset + length)).toBe(expected[i]);
          expect(bytes && Buffer.from(bytes).toString()).toBe(length > limit ? undefined : expected[i]);
        }
      }),
    );
  });
});
