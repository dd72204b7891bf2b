#include "coefficients.hpp"

namespace disjoint {

namespace {

constexpr std::uint64_t COUNT_BYTES = 4;
constexpr size_t FLUSH = size_t{1} << 20;

/** snarkjs converts values to Montgomery form twice: they are multiplied by 2^512. */
void append(std::string& buffer, std::uint32_t matrix, std::uint32_t row, std::uint32_t signal, const Fr& canonical) {
  static constexpr Limbs radixCubed = powerOfTwo(Fr::order, 768);
  const Fr value = Fr::mul(canonical, {radixCubed});
  const std::uint32_t head[3] = {matrix, row, signal};
  buffer.append((const char*)head, sizeof head);
  buffer.append((const char*)&value, sizeof value);
}

}  // namespace

void writeCoefficients(const R1cs& r1cs, OutputFile& file, std::uint64_t at, std::uint32_t from, std::uint32_t to) {
  std::string buffer;
  std::uint64_t place = at + COUNT_BYTES + r1cs.productsBefore[from] * COEFFICIENT_BYTES;
  const auto flush = [&] {
    file.write(place, buffer.data(), buffer.size());
    place += buffer.size();
    buffer.clear();
  };
  for (std::uint32_t row = from; row < to; row++) {
    r1cs.forEachTerm(row, [&](int matrix, const Term& term) {
      if (matrix < 2) append(buffer, (std::uint32_t)matrix, row, term.signal, Fr::raw(term.value));
    });
    if (buffer.size() > FLUSH) flush();
  }
  flush();
}

void writeCoefficientFrame(const R1cs& r1cs, OutputFile& file, std::uint64_t at) {
  const std::uint64_t products = r1cs.productsBefore.back();
  const auto count = (std::uint32_t)(products + r1cs.ownRows());
  file.write(at, &count, COUNT_BYTES);
  std::string buffer;
  for (std::uint32_t s = 0; s < r1cs.ownRows(); s++) append(buffer, 0, r1cs.constraints + s, s, {{{1, 0, 0, 0}}});
  file.write(at + COUNT_BYTES + products * COEFFICIENT_BYTES, buffer.data(), buffer.size());
}

}  // namespace disjoint
