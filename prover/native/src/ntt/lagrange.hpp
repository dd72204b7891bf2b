/** @file Lagrange polynomials of a multiplicative domain, all evaluated at one point. */
#pragma once
#include "field/field.hpp"
#include "runtime/memory.hpp"
#include "ntt.hpp"

namespace disjoint {

/**
 * factor * L_i(tau) for i = first, first + step, ..., `count` of them, over the domain of 2^log roots w^i: L_i(tau) =
 * (tau^n - 1) / n * w^i / (tau - w^i). All in Montgomery form; tau is not a root.
 */
inline Array<Fr> lagrangeAt(Workers& workers, const Fr& tau, unsigned log, u64 first, u64 step, size_t count,
                            const Fr& factor) {
  constexpr size_t PART = 1024;
  const Fr root = rootOfUnity(log), stride = Fr::power(root, {{step, 0, 0, 0}});
  Fr power = tau;
  for (unsigned i = 0; i < log; i++) power = Fr::sqr(power);
  const Fr size = Fr::small(u64{1} << log);
  const Fr scale = Fr::mul(Fr::mul(Fr::sub(power, Fr::one()), Fr::invert(size)), factor);
  Array<Fr> out(count, Secrecy::secret);
  parallelRanges(workers, count, PART, [&](size_t from, size_t to) {
    const Fr start = Fr::power(root, {{first + step * from, 0, 0, 0}});
    Array<Fr> before(to - from, Secrecy::secret);
    Fr node = start, product = Fr::one();
    for (size_t i = from; i < to; i++) {
      before[i - from] = product;
      out[i] = Fr::sub(tau, node);
      product = Fr::mul(product, out[i]);
      node = Fr::mul(node, stride);
    }
    Fr inverse = Fr::mul(Fr::invert(product), scale);
    const Fr back = Fr::invert(stride);
    for (size_t i = to; i-- > from;) {
      node = Fr::mul(node, back);
      const Fr own = Fr::mul(inverse, before[i - from]);
      inverse = Fr::mul(inverse, out[i]);
      out[i] = Fr::mul(own, node);
    }
  });
  return out;
}

}  // namespace disjoint
