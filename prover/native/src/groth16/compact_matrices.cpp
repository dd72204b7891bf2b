#include "compact_matrices.hpp"

#include <limits>
#include <mutex>
#include <unordered_map>

#include "coefficients.hpp"
#include "files/output_file.hpp"
#include "runtime/error.hpp"
#include "runtime/memory.hpp"
#include "runtime/parallel.hpp"

namespace disjoint {

namespace {

constexpr char MAGIC[] = "dsjtmat1";
/** Nobody sees it: a damaged file is made again. */
constexpr char BAD[] = "native/bad-zkey";
constexpr size_t MAGIC_BYTES = 8, VALUE_BYTES = 32;
constexpr size_t MOST_VALUES = size_t{1} << 16;
/** Coefficients after which pages are released, and the job may have been cancelled. */
constexpr size_t ROUND = size_t{1} << 16;
/** Bytes of one task of the checksum. */
constexpr size_t STEP = size_t{1} << 20;

using Word = std::uint64_t;

/** The beginning of the file, after magic and checksum. */
struct Counts {
  std::uint32_t signals, domain, rows, values;
  std::uint64_t coefficients;
};
static_assert(sizeof(Counts) == 24);

Bytes bytesOf(const void* data, size_t bytes) { return {(const unsigned char*)data, bytes}; }

/**
 * Finds damage, not malice: FNV-1a (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv) on words instead of
 * bytes, its high half mixed into the low one.
 */
Word checksum(const unsigned char* data, size_t bytes) {
  Word hash = 0xcbf29ce484222325;
  for (size_t at = 0; at < bytes; at += sizeof(Word)) {
    Word word = 0;
    std::memcpy(&word, data + at, bytes - at < sizeof word ? bytes - at : sizeof word);
    hash = (hash ^ word) * 0x100000001b3;
    hash ^= hash >> 32;
  }
  return hash;
}

/** Of all parts: the checksum of the checksums of their steps. */
Word checksum(Job& job, const std::vector<Bytes>& parts) {
  std::vector<Word> all;
  for (const Bytes part : parts) {
    std::vector<Word> steps((part.size + STEP - 1) / STEP);
    parallelRanges(job, part.size, STEP,
                   [&](size_t from, size_t to) { steps[from / STEP] = checksum(part.data + from, to - from); });
    all.insert(all.end(), steps.begin(), steps.end());
  }
  return checksum((const unsigned char*)all.data(), all.size() * sizeof(Word));
}

struct Value {
  Word words[4];
  bool operator==(const Value& o) const { return std::memcmp(words, o.words, sizeof words) == 0; }
};
struct HashOfValue {
  size_t operator()(const Value& v) const { return v.words[0] ^ v.words[1] ^ v.words[2] ^ v.words[3]; }
};

/** What the file has, while it is made. */
struct Builder {
  Array<std::uint32_t> ends, signal;
  Array<std::uint16_t> value;
  std::vector<Value> values;
  std::uint32_t rowCount = 0;

  Builder(const Zkey& zkey, size_t n) : ends(2 * size_t{zkey.domain}), signal(n), value(n), known_(MOST_VALUES) {}

  /** @return false where a coefficient has no compact form */
  bool add(const Zkey& zkey, const unsigned char* at, std::uint32_t i) {
    std::uint32_t head[3];
    std::memcpy(head, at, sizeof head);
    const auto [matrix, row, ofSignal] = head;
    if (matrix > 1 || row >= zkey.domain || ofSignal >= zkey.signals || !below(Fr::raw(at + 12).v, Fr::order))
      zkey.file.bad("coefficient " + std::to_string(i) + " is out of range");
    const size_t place = 2 * size_t{row} + matrix;
    if (place < place_) return false;
    while (place_ < place) ends[place_++] = i;
    Value wanted;
    std::memcpy(wanted.words, at + 12, sizeof wanted.words);
    const auto [found, isNew] = known_.try_emplace(wanted, values.size());
    if (isNew && values.size() == MOST_VALUES) return false;
    if (isNew) values.push_back(wanted);
    signal[i] = ofSignal;
    value[i] = (std::uint16_t)found->second;
    return true;
  }

  void end(std::uint32_t n) {
    rowCount = (std::uint32_t)(place_ / 2 + 1);
    while (place_ < 2 * size_t{rowCount}) ends[place_++] = n;
  }

 private:
  std::unordered_map<Value, size_t, HashOfValue> known_;
  size_t place_ = 0;
};

/** @return whether the matrices have a compact form and it was written. @throws Error native/not-written */
bool make(Job& job, const Zkey& zkey, const std::string& path) {
  const size_t n = zkey.coefficients.size / COEFFICIENT_BYTES;
  if (n == 0 || n > std::numeric_limits<std::uint32_t>::max()) return false;
  Builder built(zkey, n);
  job.begin("compacting the matrices", n);
  for (size_t from = 0; from < n; from += ROUND) {
    const size_t to = n - from < ROUND ? n : from + ROUND;
    bool isCompact = true;
    parallel(job, 1, [&](size_t, unsigned) {
      for (size_t i = from; i < to && isCompact; i++)
        isCompact = built.add(zkey, zkey.coefficients.data + i * COEFFICIENT_BYTES, (std::uint32_t)i);
    });
    if (!isCompact) return false;
    zkey.file.release({zkey.coefficients.data + from * COEFFICIENT_BYTES, (to - from) * COEFFICIENT_BYTES});
    job.advance(to - from);
  }
  built.end((std::uint32_t)n);

  const Counts counts{zkey.signals, zkey.domain, built.rowCount, (std::uint32_t)built.values.size(), n};
  const std::vector<Bytes> parts{bytesOf(&counts, sizeof counts),
                                 bytesOf(built.values.data(), built.values.size() * VALUE_BYTES),
                                 bytesOf(built.ends.data(), 2 * size_t{built.rowCount} * sizeof(std::uint32_t)),
                                 bytesOf(built.signal.data(), built.signal.bytes()),
                                 bytesOf(built.value.data(), built.value.bytes())};
  const Word sum = checksum(job, parts);
  OutputFile file(path);
  file.write(0, MAGIC, MAGIC_BYTES);
  file.write(MAGIC_BYTES, &sum, sizeof sum);
  std::uint64_t at = MAGIC_BYTES + sizeof sum;
  for (const Bytes part : parts) {
    file.write(at, part.data, part.size);
    at += part.size;
  }
  file.commit();
  return true;
}

/** @return null where the file is missing or damaged */
std::unique_ptr<CompactMatrices> tryOpen(Job& job, const Zkey& zkey, const std::string& path) {
  try {
    return std::make_unique<CompactMatrices>(job, zkey, path);
  } catch (const Error& error) {
    if (error.code == "native/not-found" || error.code == BAD) return nullptr;
    throw;
  }
}

}  // namespace

CompactMatrices::CompactMatrices(Job& job, const Zkey& zkey, const std::string& path)
    : file_(path, BAD) {
  Cursor cursor(file_, file_.all());
  if (std::memcmp(cursor.take(MAGIC_BYTES), MAGIC, MAGIC_BYTES)) file_.bad("is not a file of compact matrices");
  const Word sum = cursor.u64();
  std::vector<Bytes> parts;
  const auto next = [&](size_t bytes) {
    parts.push_back({cursor.take(bytes), bytes});
    return parts.back().data;
  };
  Counts counts;
  std::memcpy(&counts, next(sizeof counts), sizeof counts);
  if (counts.signals != zkey.signals || counts.domain != zkey.domain) file_.bad("is of another key");
  if (counts.rows > counts.domain || counts.values > MOST_VALUES || counts.coefficients > file_.all().size)
    file_.bad("has impossible counts");
  rowCount = counts.rows;
  rows.valueCount = counts.values;
  rows.values = next(size_t{counts.values} * VALUE_BYTES);
  rows.ends = (const std::uint32_t*)next(2 * rowCount * sizeof(std::uint32_t));
  rows.signal = (const std::uint32_t*)next(counts.coefficients * sizeof(std::uint32_t));
  rows.value = (const std::uint16_t*)next(counts.coefficients * sizeof(std::uint16_t));
  cursor.end();
  file_.willRead(file_.all());
  if (checksum(job, parts) != sum) file_.bad("is damaged");
  for (size_t i = 0; i < 2 * rowCount; i++)
    if (rows.ends[i] > counts.coefficients || (i > 0 && rows.ends[i] < rows.ends[i - 1]))
      file_.bad("has rows that do not follow each other");
  for (size_t i = 0; i < counts.values; i++)
    if (!below(Fr::raw(rows.values + i * VALUE_BYTES).v, Fr::order)) file_.bad("has a value that is not canonical");
}

std::unique_ptr<CompactMatrices> CompactMatrices::open(Job& job, const Zkey& zkey, const std::string& path) {
  if (auto opened = tryOpen(job, zkey, path)) return opened;
  // Proofs that are made at once wait for the first to make it.
  static std::mutex making;
  const std::lock_guard lock(making);
  if (auto opened = tryOpen(job, zkey, path)) return opened;
  try {
    if (!make(job, zkey, path)) return nullptr;
  } catch (const Error& error) {
    if (error.code == "native/not-written") return nullptr;
    throw;
  }
  return tryOpen(job, zkey, path);
}

}  // namespace disjoint
