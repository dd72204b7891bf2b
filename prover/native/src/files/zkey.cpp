#include "zkey.hpp"

#include "groth16/coefficients.hpp"

namespace disjoint {

namespace {

constexpr size_t G1_BYTES = 64, G2_BYTES = 128, FIELD_BYTES = 32;

void readOrder(const SectionFile& file, Cursor& cursor, const Limbs& order) {
  if (cursor.u32() != FIELD_BYTES || std::memcmp(cursor.take(FIELD_BYTES), &order, FIELD_BYTES))
    file.bad("is not over the field of BN254");
}

/** A point of the header: finite, canonical, on its curve. */
template <class F>
Affine<F> readPoint(const SectionFile& file, Cursor& cursor, const F& constant) {
  Affine<F> point;
  const auto* bytes = cursor.take(sizeof point);
  for (size_t i = 0; i < sizeof point; i += FIELD_BYTES)
    if (!below(Fq::raw(bytes + i).v, Fq::order)) file.bad("a coordinate is not below the order");
  std::memcpy((void*)&point, bytes, sizeof point);
  const F right = F::add(F::mul(F::sqr(point.x), point.x), constant);
  if (!(F::sqr(point.y) == right)) file.bad("a point of the header is not on its curve");
  return point;
}

}  // namespace

Zkey::Zkey(const std::string& path) : file(path, "zkey", 1, "native/bad-zkey") {
  Cursor protocol(file, file.section(PROTOCOL, 4));
  if (protocol.u32() != 1) file.bad("is not a Groth16 key");

  Cursor header(file, file.section(HEADER));
  readOrder(file, header, Fq::order);
  readOrder(file, header, Fr::order);
  signals = header.u32();
  publicSignals = header.u32();
  domain = header.u32();
  if (domain < 2 || domain > 1u << 27 || domain & (domain - 1)) file.bad("the domain is not a power of two up to 2^27");
  log = (unsigned)__builtin_ctz(domain);
  if (signals > 1u << 28 || publicSignals >= signals) file.bad("the signal counts are impossible");

  const Fq constant1 = Fq::small(3);
  const Fq2 constant2 = Fq2::scale(Fq2::invert({Fq::small(9), Fq::one()}), constant1);
  alpha1 = readPoint(file, header, constant1);
  beta1 = readPoint(file, header, constant1);
  beta2 = readPoint(file, header, constant2);
  gamma2 = readPoint(file, header, constant2);
  delta1 = readPoint(file, header, constant1);
  delta2 = readPoint(file, header, constant2);
  header.end();

  file.section(PUBLIC_POINTS, (size_t{publicSignals} + 1) * G1_BYTES);
  Cursor count(file, file.section(COEFFICIENTS));
  const size_t n = count.u32();
  coefficients = {count.take(n * COEFFICIENT_BYTES), n * COEFFICIENT_BYTES};
  count.end();
  a = file.section(POINTS_A, size_t{signals} * G1_BYTES);
  b1 = file.section(POINTS_B1, size_t{signals} * G1_BYTES);
  b2 = file.section(POINTS_B2, size_t{signals} * G2_BYTES);
  c = file.section(POINTS_C, (size_t{signals} - publicSignals - 1) * G1_BYTES);
  h = file.section(POINTS_H, size_t{domain} * G1_BYTES);
}

Witness::Witness(WitnessSource source)
    : file(std::visit([](auto& from) { return SectionFile(std::move(from), "wtns", 2, "native/bad-wtns"); }, source)) {
  Cursor header(file, file.section(1));
  readOrder(file, header, Fr::order);
  signals = header.u32();
  header.end();
  values = file.section(2, size_t{signals} * FIELD_BYTES);
  if (signals == 0) file.bad("has no signals");
  for (size_t i = 0; i < signals; i++)
    if (!below(Fr::raw(values.data + i * FIELD_BYTES).v, Fr::order))
      file.bad("signal " + std::to_string(i) + " is not below the order");
  if (!(Fr::raw(values.data).v.l[0] == 1 && Fr::raw(values.data).v.l[1] == 0 && Fr::raw(values.data).v.l[2] == 0 &&
        Fr::raw(values.data).v.l[3] == 0))
    file.bad("signal 0 is not 1");
}

}  // namespace disjoint
