#include "coefficients_file.hpp"

#include <atomic>

#include "files/output_file.hpp"
#include "runtime/parallel.hpp"

namespace disjoint {

namespace {

constexpr char MAGIC[] = "dsjtcof1";
constexpr size_t MAGIC_BYTES = 8, HEADER = 16, COEFFICIENTS_STEP = 1 << 14;

}  // namespace

void saveCoefficients(const std::string& path, const Array<Limbs>& coefficients) {
  OutputFile file(path, Readers::owner);
  const std::uint64_t count = coefficients.size();
  file.write(0, MAGIC, MAGIC_BYTES);
  file.write(MAGIC_BYTES, &count, sizeof count);
  file.write(HEADER, coefficients.data(), coefficients.bytes());
  file.commit();
}

Array<Limbs> loadCoefficients(Job& job, const std::string& path) {
  const MappedFile file(path, "native/bad-coefficients");
  Cursor start(file, file.all());
  if (std::memcmp(start.take(MAGIC_BYTES), MAGIC, MAGIC_BYTES)) file.bad("is not a file of coefficients");
  const std::uint64_t count = start.u64();
  if (count < 2 || count > file.all().size / sizeof(Limbs)) file.bad("has an impossible number of coefficients");
  const unsigned char* from = start.take(count * sizeof(Limbs));
  start.end();
  Array<Limbs> out(count, Secrecy::secret);
  std::atomic<bool> canonical{true};
  parallelRanges(job, count, COEFFICIENTS_STEP, [&](size_t at, size_t to) {
    std::memcpy(&out[at], from + at * sizeof(Limbs), (to - at) * sizeof(Limbs));
    for (size_t i = at; i < to; i++)
      if (!below(out[i], Fr::order)) canonical = false;
    file.release({from + at * sizeof(Limbs), (to - at) * sizeof(Limbs)});
  });
  if (!canonical) file.bad("has a coefficient that is not below the order");
  if (isZero(out[count - 1])) file.bad("has a leading coefficient of zero");
  return out;
}

}  // namespace disjoint
