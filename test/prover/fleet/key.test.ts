import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { FleetKey, makeFleetKey, readFleetKey } from "../../../prover/fleet/key/key.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

const key = new FleetKey(Buffer.alloc(32, 1));
const content = Buffer.from("what a witness is made of");

describe("what is sealed", () => {
  it("opens with the same key and label, and holds nothing in clear", () => {
    const sealed = key.seal("payload/1", content);
    expect(sealed.includes(content.subarray(0, 8))).toBe(false);
    expect(key.open("payload/1", sealed)).toEqual(content);
    expect(key.open("payload/1", key.seal("payload/1", new Uint8Array()))).toEqual(Buffer.alloc(0));
  });

  it("is the same bytes for the same content, and shares no part with other content or another label", () => {
    const sealed = key.seal("payload/1", content);
    expect(key.seal("payload/1", content)).toEqual(sealed);
    for (const other of [key.seal("payload/2", content), key.seal("payload/1", Buffer.from("other"))]) {
      expect(other.subarray(0, 12)).not.toEqual(sealed.subarray(0, 12));
      expect(other.subarray(12, 28)).not.toEqual(sealed.subarray(12, 28));
    }
  });

  it("does not open as another job's, with another key, changed in any byte, or cut", async () => {
    const sealed = key.seal("payload/1", content);
    const changed = Array.from(sealed, (byte, i) => Buffer.from(sealed).fill(byte ^ 1, i, i + 1));
    const cut = Array.from(sealed, (_, i) => sealed.subarray(0, i));
    for (const bytes of [...changed, ...cut])
      expect(await codeOf(async () => key.open("payload/1", bytes))).toBe("fleet/damaged");
    for (const label of ["payload/2", "result/1", ""])
      expect(await codeOf(async () => key.open(label, sealed))).toBe("fleet/damaged");
    const other = new FleetKey(Buffer.alloc(32, 2));
    expect(await codeOf(async () => other.open("payload/1", sealed))).toBe("fleet/damaged");
  });
});

test("names content so that parts cannot be shifted, and no other key gives the name", () => {
  expect(key.name("job", "ab", "c")).toBe(key.name("job", "ab", "c"));
  const others = [key.name("job", "a", "bc"), key.name("other", "ab", "c"), key.name("job", "ab", "c", "")];
  others.push(new FleetKey(Buffer.alloc(32, 2)).name("job", "ab", "c"));
  expect(others).not.toContain(key.name("job", "ab", "c"));
});

describe("the file of a key", () => {
  it("is for its owner only, and is never replaced", async () => {
    const path = join(folderWith(), "fleet.key");
    const made = await makeFleetKey(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(made.id).toMatch(/^[0-9a-f]{16}$/);
    expect(readFileSync(path, "utf8")).not.toContain(made.id);
    expect((await readFleetKey(path)).id).toBe(made.id);
    expect(await codeOf(() => makeFleetKey(path))).toBe("fleet/key-exists");
    chmodSync(path, 0o640);
    expect(await codeOf(() => readFleetKey(path))).toBe("fleet/open-key");
  });

  it.each(["", "ab".repeat(31), "AB".repeat(32), `${"ab".repeat(32)}\nmore`])(
    "is refused with %j in it",
    async (text) => {
      expect(await codeOf(() => readFleetKey(join(folderWith({ key: text }), "key")))).toBe("fleet/no-key");
      expect(await codeOf(() => readFleetKey(join(folderWith(), "none")))).toBe("fleet/no-key");
    },
  );
});
