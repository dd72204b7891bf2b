/** @file A witness in the making: values by the circuit's own labels, stored at the wires that the compiler kept. */
#pragma once
#include <string>

#include "field/field.hpp"
#include "runtime/memory.hpp"

namespace disjoint {

/** The number of a signal as the circuit's author wrote it, before the compiler merges equal ones. */
using Label = std::uint32_t;

/** A wtns file (iden3's format), in memory that begins before it so that its values are aligned. */
struct WitnessFile {
  /** Bytes before the file, and before its values. */
  static constexpr size_t START = 52, VALUES = 128;

  Array<unsigned char> memory;
  size_t size = 0;
};

/**
 * The wires of one compiled circuit, and the file that their values go into. All values are canonical.
 */
class Wires {
 public:
  /**
   * Reads which label each wire has (section 3 of the r1cs).
   *
   * @param labels how many there must be, the constant one included
   * @throws Error native/bad-r1cs
   */
  Wires(const std::string& r1cs, Label labels);

  /** Sets a signal. One that the compiler merged with another is skipped. */
  void set(Label label, const Limbs& value) {
    if (place_[label] < count_) std::memcpy(values() + size_t{place_[label]} * sizeof value, &value, sizeof value);
  }
  void set(Label label, std::uint64_t value) { set(label, Limbs{{value, 0, 0, 0}}); }

  /**
   * For a kernel that stores many at once: `places()[label]` counts elements of 32 bytes; skipped ones share a place.
   */
  unsigned char* values() const { return memory_.data() + WitnessFile::VALUES; }
  const std::uint32_t* places() const { return place_.data(); }

  /** The file, which ends before the place of skipped values. */
  WitnessFile finish();

 private:
  std::uint32_t count_;
  Array<std::uint32_t> place_;
  Array<unsigned char> memory_;
};

}  // namespace disjoint
