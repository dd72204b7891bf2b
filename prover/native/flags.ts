/** For every file. Names stay hidden: the addon exports its entry point and nothing else. */
export const FLAGS = [
  "-std=c++20",
  "-O3",
  "-fPIC",
  "-fvisibility=hidden",
  "-pthread",
  "-Wall",
  "-Wextra",
  "-DNAPI_VERSION=8",
];

/**
 * The back ends: arithmetic.cpp compiled once for each, with the instruction set only it may use.
 * GCC's own intrinsics set off -Wmaybe-uninitialized.
 */
const X86_64 = ["-mbmi2", "-madx"];
const IFMA = ["-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl", "-mavx512ifma", "-mavx512vbmi2"];
export const BACK_ENDS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  ...(process.arch === "x64"
    ? { adx: X86_64, ifma: [...X86_64, ...IFMA, "-Wno-maybe-uninitialized", "-Wno-uninitialized"] }
    : {}),
};
