/** @file Selects the back end for this processor, of those that were compiled (DISJOINT_HAS_... of each). */
#include <cstring>
#include "arithmetic.hpp"

namespace disjoint {

namespace {

#ifdef __x86_64__
[[maybe_unused]] bool hasAdx() { return __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("adx"); }

[[maybe_unused]] bool hasAvx2() {
  return hasAdx() && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

[[maybe_unused]] bool hasIfma() {
  return hasAdx() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512ifma") && __builtin_cpu_supports("avx512vbmi2");
}
#endif

}  // namespace

const Arithmetic* chooseArithmetic(const char* name) {
  const auto wanted = [&](const char* candidate) { return !*name || !std::strcmp(name, candidate); };
#ifdef DISJOINT_HAS_ifma
  if (wanted("ifma") && hasIfma()) return &ifma::arithmetic;
#endif
#ifdef DISJOINT_HAS_avx2
  if (wanted("avx2") && hasAvx2()) return &avx2::arithmetic;
#endif
#ifdef DISJOINT_HAS_adx
  if (wanted("x86-64") && hasAdx()) return &adx::arithmetic;
#endif
  return wanted("portable") ? &base::arithmetic : nullptr;
}

}  // namespace disjoint
