#include "wires.hpp"

#include "files/section_file.hpp"

namespace disjoint {

namespace {

constexpr std::uint32_t MAP_SECTION = 3;

/** Counts of an r1cs header. */
struct Counts {
  std::uint32_t wires;
  std::uint64_t labels;
};

Counts readCounts(const SectionFile& file) {
  Cursor header(file, file.section(1));
  if (header.u32() != 32 || std::memcmp(header.take(32), &Fr::order, 32)) file.bad("is not over the field of BN254");
  const std::uint32_t wires = header.u32();
  header.take(3 * 4);  // outputs, public and private inputs
  return {wires, header.u64()};
}

void writeHeader(unsigned char* at, std::uint32_t wires) {
  const auto put = [&](const void* from, size_t bytes) {
    std::memcpy(at, from, bytes);
    at += bytes;
  };
  const auto u32 = [&](std::uint32_t x) { put(&x, sizeof x); };
  const auto u64 = [&](std::uint64_t x) { put(&x, sizeof x); };
  put("wtns", 4), u32(2), u32(2);
  u32(1), u64(40), u32(32), put(&Fr::order, 32), u32(wires);
  u32(2), u64(32 * std::uint64_t{wires});
}

}  // namespace

Wires::Wires(const std::string& r1cs, Label labels) {
  const SectionFile file(r1cs, "r1cs", 1, "native/bad-r1cs");
  const Counts counts = readCounts(file);
  if (counts.labels != labels || counts.wires == 0 || counts.wires > labels)
    file.bad("is not the circuit that it was taken for");
  count_ = counts.wires;
  place_ = Array<std::uint32_t>(labels);
  for (std::uint32_t& place : place_) place = count_;
  Cursor map(file, file.section(MAP_SECTION, 8 * size_t{count_}));
  for (std::uint32_t wire = 0; wire < count_; wire++) {
    const std::uint64_t label = map.u64();
    if (label >= labels || place_[label] != count_)
      file.bad("wire " + std::to_string(wire) + " has no label of its own");
    place_[label] = wire;
  }
  memory_ = Array<unsigned char>(WitnessFile::VALUES + sizeof(Limbs) * (size_t{count_} + 1), Secrecy::secret);
  writeHeader(memory_.data() + WitnessFile::START, count_);
  set(0, std::uint64_t{1});
}

WitnessFile Wires::finish() {
  const size_t size = WitnessFile::VALUES - WitnessFile::START + sizeof(Limbs) * size_t{count_};
  return {std::move(memory_), size};
}

}  // namespace disjoint
