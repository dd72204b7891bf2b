/**
 * @file Products with mulx, adcx and adox: two carry chains run beside each other, which no compiler
 * makes of C. Operand scanning as in Acar's CIOS without the carry word (the order leaves two top bits free).
 */
#pragma once
#include "modulus.hpp"

DISJOINT_BEGIN

#define DISJOINT_REDUCE                                                                             \
  "movq %[inv], %%rdx\n imulq %[t0], %%rdx\n xorl %k[x], %k[x]\n"                                   \
  "mulxq %[p0], %[x], %[c]\n adcxq %[t0], %[x]\n movq %[c], %[t0]\n"                                \
  "adcxq %[t1], %[t0]\n mulxq %[p1], %[x], %[t1]\n adoxq %[x], %[t0]\n"                             \
  "adcxq %[t2], %[t1]\n mulxq %[p2], %[x], %[t2]\n adoxq %[x], %[t1]\n"                             \
  "adcxq %[t3], %[t2]\n mulxq %[p3], %[x], %[t3]\n adoxq %[x], %[t2]\n"                             \
  "movl $0, %k[x]\n adcxq %[x], %[t3]\n adoxq %[a], %[t3]\n"

#define DISJOINT_ROW(OFFSET)                                                                        \
  "movq " OFFSET "(%[pb]), %%rdx\n xorl %k[x], %k[x]\n"                                             \
  "mulxq 0(%[pa]), %[x], %[a]\n adoxq %[x], %[t0]\n"                                                \
  "adcxq %[a], %[t1]\n mulxq 8(%[pa]), %[x], %[a]\n adoxq %[x], %[t1]\n"                            \
  "adcxq %[a], %[t2]\n mulxq 16(%[pa]), %[x], %[a]\n adoxq %[x], %[t2]\n"                           \
  "adcxq %[a], %[t3]\n mulxq 24(%[pa]), %[x], %[a]\n adoxq %[x], %[t3]\n"                           \
  "movl $0, %k[x]\n adcxq %[x], %[a]\n adoxq %[x], %[a]\n"

/** a b / 2^256, below twice the order. */
template <class F>
DISJOINT_INLINE Limbs montgomeryProduct(const Limbs& a, const Limbs& b) {
  u64 t0, t1, t2, t3, acc, x, c;
  asm("movq (%[pb]), %%rdx\n xorl %k[x], %k[x]\n"
      "mulxq 0(%[pa]), %[t0], %[t1]\n"
      "mulxq 8(%[pa]), %[x], %[t2]\n adoxq %[x], %[t1]\n"
      "mulxq 16(%[pa]), %[x], %[t3]\n adoxq %[x], %[t2]\n"
      "mulxq 24(%[pa]), %[x], %[a]\n adoxq %[x], %[t3]\n"
      "movl $0, %k[x]\n adoxq %[x], %[a]\n" DISJOINT_REDUCE
      DISJOINT_ROW("8") DISJOINT_REDUCE DISJOINT_ROW("16") DISJOINT_REDUCE DISJOINT_ROW("24") DISJOINT_REDUCE
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [a] "=&r"(acc), [x] "=&r"(x), [c] "=&r"(c)
      : [pa] "r"(a.l), [pb] "r"(b.l), [inv] "m"(F::inverse64), [p0] "m"(F::order.l[0]), [p1] "m"(F::order.l[1]),
        [p2] "m"(F::order.l[2]), [p3] "m"(F::order.l[3]), "m"(a), "m"(b)
      : "rdx", "cc");
  return {{t0, t1, t2, t3}};
}

#undef DISJOINT_REDUCE
#undef DISJOINT_ROW

/** Adds b[row] a to the words from `row` on: two carry chains, which end in the words above the product. */
#define DISJOINT_ADD(ROW, W0, W1, W2, W3, W4)                                                       \
  "movq 8*" ROW "(%[pb]), %%rdx\n xorl %k[zero], %k[zero]\n"                                        \
  "mulxq 0(%[pa]), %[x], %[c]\n adoxq %[x], %[" W0 "]\n adcxq %[c], %[" W1 "]\n"                    \
  "mulxq 8(%[pa]), %[x], %[c]\n adoxq %[x], %[" W1 "]\n adcxq %[c], %[" W2 "]\n"                    \
  "mulxq 16(%[pa]), %[x], %[c]\n adoxq %[x], %[" W2 "]\n adcxq %[c], %[" W3 "]\n"                   \
  "mulxq 24(%[pa]), %[x], %[c]\n adoxq %[x], %[" W3 "]\n adcxq %[c], %[" W4 "]\n adoxq %[zero], %[" W4 "]\n"
#define DISJOINT_CARRY(W) "adcxq %[zero], %[" W "]\n adoxq %[zero], %[" W "]\n"

/** Adds a b to eight words, which have room for it. */
DISJOINT_INLINE void addProduct(u64* t, const Limbs& a, const Limbs& b) {
  u64 x, c, zero;
  asm(DISJOINT_ADD("0", "t0", "t1", "t2", "t3", "t4") DISJOINT_CARRY("t5") DISJOINT_CARRY("t6") DISJOINT_CARRY("t7")
      DISJOINT_ADD("1", "t1", "t2", "t3", "t4", "t5") DISJOINT_CARRY("t6") DISJOINT_CARRY("t7")
      DISJOINT_ADD("2", "t2", "t3", "t4", "t5", "t6") DISJOINT_CARRY("t7")
      DISJOINT_ADD("3", "t3", "t4", "t5", "t6", "t7")
      : [t0] "+r"(t[0]), [t1] "+r"(t[1]), [t2] "+r"(t[2]), [t3] "+r"(t[3]), [t4] "+r"(t[4]), [t5] "+r"(t[5]),
        [t6] "+r"(t[6]), [t7] "+r"(t[7]), [x] "=&r"(x), [c] "=&r"(c), [zero] "=&r"(zero)
      : [pa] "r"(a.l), [pb] "r"(b.l), "m"(a), "m"(b)
      : "rdx", "cc");
}

#undef DISJOINT_ADD
#undef DISJOINT_CARRY

DISJOINT_END
