/**
 * @file One namespace per instruction set.
 *
 * The arithmetic headers are compiled several times, with different compiler flags. Everything they define lives in the
 * namespace DISJOINT_ISA, so that the linker can never replace a function built for one processor by a copy built for
 * another. What crosses the boundary is declared outside it, in arithmetic.hpp.
 */
#pragma once

#ifndef DISJOINT_ISA
#define DISJOINT_ISA base
#endif

#define DISJOINT_BEGIN                           \
  namespace disjoint {                           \
  namespace DISJOINT_ISA {}                      \
  using namespace DISJOINT_ISA;                  \
  namespace DISJOINT_ISA {
#define DISJOINT_END } }

// Instrumented code inlined everywhere would take hours to compile.
#ifdef __SANITIZE_ADDRESS__
#define DISJOINT_INLINE inline
#else
#define DISJOINT_INLINE inline __attribute__((always_inline))
#endif
