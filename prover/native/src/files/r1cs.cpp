#include "r1cs.hpp"

namespace disjoint {

R1cs::R1cs(const std::string& path) : file(path, "r1cs", 1, "native/bad-r1cs") {
  Cursor header(file, file.section(1));
  if (header.u32() != 32 || std::memcmp(header.take(32), &Fr::order, 32)) file.bad("is not over the field of BN254");
  signals = header.u32();
  const std::uint64_t outputs = header.u32(), inputs = header.u32();
  header.u32();  // private inputs
  header.u64();  // labels
  constraints = header.u32();
  header.end();
  if (signals > 1u << 28 || constraints > 1u << 27 || outputs + inputs >= signals)
    file.bad("its counts are impossible");
  publicSignals = (std::uint32_t)(outputs + inputs);
  for (std::uint32_t gates : {4u, 5u})
    if (file.has(gates)) file.bad("has custom gates");

  Cursor cursor(file, file.section(2));
  rows.reserve(constraints);
  productsBefore.reserve(size_t{constraints} + 1);
  std::uint64_t products = 0;
  for (std::uint32_t i = 0; i < constraints; i++) {
    rows.push_back(cursor.position());
    productsBefore.push_back(products);
    for (int matrix = 0; matrix < 3; matrix++) {
      const std::uint32_t n = cursor.u32();
      if (matrix < 2) products += n;
      for (std::uint32_t k = 0; k < n; k++) {
        const std::uint32_t signal = cursor.u32();
        if (signal >= signals || !below(Fr::raw(cursor.take(32)).v, Fr::order))
          file.bad("constraint " + std::to_string(i) + " has a term out of range");
      }
    }
  }
  cursor.end();
  productsBefore.push_back(products);
}

unsigned R1cs::domainLog() const {
  const std::uint64_t last = std::uint64_t{constraints} + publicSignals;
  unsigned log = 1;
  while (last >> log) log++;
  return log;
}

}  // namespace disjoint
