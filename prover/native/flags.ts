import { readFileSync } from "node:fs";

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

/** What arithmetic.cpp is compiled with for a processor. `features`: what it needs, as Linux names them. */
type BackEnd = { flags: readonly string[]; features: readonly string[] };

const X86_64 = ["-mbmi2", "-madx"];
const AVX2 = ["-mavx2", "-mfma"];
const IFMA = ["-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl", "-mavx512ifma", "-mavx512vbmi2"];

/**
 * The back ends, the fastest last: arithmetic.cpp is compiled once for each, with the instruction set that only it may
 * use. GCC's own intrinsics trigger -Wmaybe-uninitialized.
 */
export const BACK_ENDS: Readonly<Record<string, BackEnd>> = {
  base: { flags: [], features: [] },
  ...(process.arch === "x64"
    ? {
        adx: { flags: X86_64, features: ["bmi2", "adx"] },
        avx2: { flags: [...X86_64, ...AVX2], features: ["bmi2", "adx", "avx2", "fma"] },
        ifma: {
          flags: [...X86_64, ...IFMA, "-Wno-maybe-uninitialized", "-Wno-uninitialized"],
          features: ["bmi2", "adx", "avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512ifma", "avx512_vbmi2"],
        },
      }
    : {}),
};

/** Names of all back ends. */
export const ALL_BACK_ENDS: readonly string[] = Object.keys(BACK_ENDS);

/**
 * Names of those that the processor of this machine runs.
 *
 * @returns undefined where the system does not tell what the processor has
 */
export function usableBackEnds(info = readProcessorInfo()): readonly string[] | undefined {
  if (info === null) return undefined;
  const has = new Set(/^flags\s*:(.*)$/m.exec(info)?.[1]?.trim().split(/\s+/));
  return ALL_BACK_ENDS.filter((name) => BACK_ENDS[name]!.features.every((feature) => has.has(feature)));
}

/** Names of the portable back end and the fastest that this processor runs; of all where that is not known. */
export function slowestAndFastest(): readonly string[] {
  const usable = usableBackEnds();
  return usable === undefined ? ALL_BACK_ENDS : [...new Set([usable[0]!, usable.at(-1)!])];
}

function readProcessorInfo(): string | null {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return null;
  }
}
