/** For every file. Symbols stay hidden: the addon exports only its entry point. */
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
 * The back ends: arithmetic.cpp is compiled once for each, with the instruction set that only it may use. GCC's own
 * intrinsics trigger -Wmaybe-uninitialized.
 */
const X86_64 = ["-mbmi2", "-madx"];
const AVX2 = ["-mavx2", "-mfma"];
const IFMA = ["-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl", "-mavx512ifma", "-mavx512vbmi2"];
export const BACK_ENDS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  ...(process.arch === "x64"
    ? {
        adx: X86_64,
        avx2: [...X86_64, ...AVX2],
        ifma: [...X86_64, ...IFMA, "-Wno-maybe-uninitialized", "-Wno-uninitialized"],
      }
    : {}),
};
