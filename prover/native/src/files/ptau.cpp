#include "ptau.hpp"

namespace disjoint {

Ptau::Ptau(const std::string& path) : file(path, "ptau", 1, "native/bad-ptau") {
  Cursor header(file, file.section(1));
  if (header.u32() != 32 || std::memcmp(header.take(32), &Fq::order, 32)) file.bad("is not over BN254");
  power = header.u32();
  header.u32();  // power of the ceremony it was cut from
  header.end();
  if (power < 1 || power > 28) file.bad("its power is impossible");
  const size_t n = size_t{1} << power;
  file.section(2, (2 * n - 1) * 64);
  file.section(3, n * 128);
}

void Ptau::requirePrepared() const {
  if (!file.has(TAU_G1)) file.bad("is not prepared for phase 2");
}

Bytes Ptau::lagrange(Basis basis, unsigned log) const {
  const Bytes all = file.section(basis);
  const size_t point = basis == TAU_G2 ? 128 : 64, n = size_t{1} << log;
  if (all.size < (2 * n - 1) * point) file.bad("is too small for a domain of 2^" + std::to_string(log));
  return {all.data + (n - 1) * point, n * point};
}

Bytes Ptau::first(std::uint32_t section, size_t bytes) const {
  const Bytes all = file.section(section);
  if (all.size < bytes) file.bad("section " + std::to_string(section) + " is too short");
  return {all.data, bytes};
}

}  // namespace disjoint
