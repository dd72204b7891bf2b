import { expect, test } from "vitest";
import { cacheFolder } from "../../../prover/shared/cacheFolder.ts";

test.each([
  ["linux", {}, "/home/ann", "/home/ann/.cache/disjoint"],
  ["linux", { XDG_CACHE_HOME: "/var/cache/ann" }, "/home/ann", "/var/cache/ann/disjoint"],
  ["linux", { XDG_CACHE_HOME: "relative" }, "/home/ann", "/home/ann/.cache/disjoint"],
  ["freebsd", { XDG_CACHE_HOME: "" }, "/home/ann", "/home/ann/.cache/disjoint"],
  ["darwin", { XDG_CACHE_HOME: "/elsewhere" }, "/Users/ann", "/Users/ann/Library/Caches/disjoint"],
  [
    "win32",
    { LOCALAPPDATA: "C:\\Users\\ann\\AppData\\Local" },
    "C:\\Users\\ann",
    "C:\\Users\\ann\\AppData\\Local\\disjoint\\Cache",
  ],
  ["win32", {}, "C:\\Users\\ann", "C:\\Users\\ann\\AppData\\Local\\disjoint\\Cache"],
] as const)("on %s with %o", (platform, env, home, expected) => {
  expect(cacheFolder(platform, env, home)).toBe(expected);
});
