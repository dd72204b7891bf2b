#include "random.hpp"

#include <sys/random.h>

#include "error.hpp"

namespace disjoint {

Limbs randomScalar() {
  Limbs out;
  do {
    size_t filled = 0;
    while (filled < sizeof out) {
      const ssize_t got = getrandom((char*)&out + filled, sizeof out - filled, 0);
      if (got <= 0) fail("native/no-randomness", "the system gives no random bytes");
      filled += (size_t)got;
    }
    out.l[3] &= ~u64{0} >> 2;  // the order has 254 bits
  } while (!below(out, Fr::order));
  return out;
}

}  // namespace disjoint
