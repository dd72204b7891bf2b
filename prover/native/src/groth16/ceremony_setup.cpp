#include "ceremony_setup.hpp"

#include "files/blake2b.hpp"
#include "coefficients.hpp"
#include "msm/column_sums.hpp"
#include "runtime/error.hpp"
#include "msm/fixed_base.hpp"
#include "runtime/parallel.hpp"
#include "files/ptau.hpp"
#include "files/zkey.hpp"

namespace disjoint {

namespace {

/** snarkjs hashes batches of this many differences of powers, and always a whole batch: some lie beyond the last. */
constexpr size_t SNARKJS_HASH_CHUNK = 1 << 14;

/** Big-endian canonical coordinates, the higher coefficient first; infinity is zeros. */
void appendUncompressed(std::string& out, const Fq& x) {
  const Limbs value = x.toCanonical();
  for (int i = 31; i >= 0; i--) out.push_back((char)(value.l[i / 8] >> 8 * (i % 8)));
}
void appendUncompressed(std::string& out, const Fq2& x) {
  appendUncompressed(out, x.c1);
  appendUncompressed(out, x.c0);
}

class CircuitHash {
 public:
  void number(std::uint32_t n) {
    const unsigned char bytes[4] = {(unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8),
                                    (unsigned char)n};
    hash_.update(bytes, 4);
  }
  template <class F>
  void points(const Affine<F>* points, size_t n) {
    std::string bytes;
    for (size_t i = 0; i < n; i++) {
      appendUncompressed(bytes, points[i].x), appendUncompressed(bytes, points[i].y);
      if (bytes.size() > 1 << 16) hash_.update(bytes.data(), bytes.size()), bytes.clear();
    }
    hash_.update(bytes.data(), bytes.size());
  }
  std::string digest() {
    std::string out(64, '\0');
    hash_.digest((unsigned char*)out.data());
    return out;
  }

 private:
  Blake2b hash_;
};

/** The terms of one family of sums, signal by signal. */
struct Family {
  std::vector<ColumnTerm> terms;
  std::vector<u32> starts;
};

/** Calls use(signal, point, scalar) for the terms of one family, in the order of the constraints. */
template <class Walk>
Family collect(size_t columns, Walk&& walk) {
  Family out;
  out.starts.assign(columns + 1, 0);
  walk([&](u32 column, u32, const unsigned char*) { out.starts[column + 1]++; });
  std::uint64_t total = 0;
  for (u32& start : out.starts) {
    total += start;
    if (total >= NEGATIVE) fail("native/too-large", "more terms than an index can name");
    start = (u32)total;
  }
  out.terms.resize(total);
  std::vector<u32> next(out.starts.begin(), out.starts.end() - 1);
  walk([&](u32 column, u32 point, const unsigned char* scalar) { out.terms[next[column]++] = {point, scalar}; });
  return out;
}

class CeremonySetup {
 public:
  CeremonySetup(Job& job, const std::string& r1cs, const std::string& ptau, const std::string& zkey)
      : job_(job), r1cs_(r1cs), ptau_(ptau), log_(r1cs_.domainLog()), domain_(u32{1} << log_), file_(zkey),
        zkey_(file_, "zkey", 1, 10) {
    ptau_.requirePrepared();
    if (log_ > ptau_.power)
      fail("native/ptau-too-small", ptau + " has 2^" + std::to_string(ptau_.power) + ", the circuit needs 2^" +
                                        std::to_string(log_));
  }

  void run() {
    writeHeader();
    const std::uint64_t coefficients = zkey_.add(COEFFICIENTS, coefficientSectionBytes(r1cs_));
    writeCoefficientFrame(r1cs_, file_, coefficients);
    job_.begin("writing the coefficients", r1cs_.constraints);
    parallelRanges(job_, r1cs_.constraints, 1 << 14, [&](size_t from, size_t to) {
      writeCoefficients(r1cs_, file_, coefficients, (u32)from, (u32)to);
      job_.advance(to - from);
    });

    const u32 own = r1cs_.ownRows(), signals = r1cs_.signals;
    ColumnSums<Fq> g1(job_, job_.arithmetic.g1, 3 * size_t{domain_});
    for (u32 i = 0; i < 3; i++) import(g1, i * domain_, ptau_.lagrange(BASES[i], log_));
    const Array<Affine<Fq>> c = sum(g1, "summing points of C", [&](auto&& use) { walkC(use); });
    writeSection(PUBLIC_POINTS, c.data(), own);
    writeQuotient();
    writeSection(POINTS_C, c.data() + own, signals - own);
    writeSection(POINTS_A, sum(g1, "summing points of A", [&](auto&& use) { walkA(use); }));
    const auto walk = [&](auto&& use) { walkMatrix(1, 0, use); };
    writeSection(POINTS_B1, sum(g1, "summing points of B", walk));
    ColumnSums<Fq2> g2(job_, job_.arithmetic.g2, domain_);
    import(g2, 0, ptau_.lagrange(Ptau::TAU_G2, log_));
    writeSection(POINTS_B2, sum(g2, "summing points of B in G2", walk));
    zkey_.add(CONTRIBUTIONS, hash_.digest() + std::string(4, '\0'));
    file_.commit();
  }

 private:
  static constexpr Ptau::Basis BASES[3] = {Ptau::TAU_G1, Ptau::ALPHA_G1, Ptau::BETA_G1};
  u32 alpha() const { return domain_; }
  u32 beta() const { return 2 * domain_; }

  template <class F>
  void import(ColumnSums<F>& sums, size_t at, Bytes points) {
    if (!sums.import(at, points.data, points.size / sizeof(Affine<F>))) ptau_.file.bad("a point is not on its curve");
    ptau_.file.release(points);
  }

  void writeHeader() {
    std::string protocol(4, '\0'), header;
    protocol[0] = 1;
    zkey_.add(PROTOCOL, protocol);
    const auto append = [&](const auto& value) { header.append((const char*)&value, sizeof value); };
    const auto point = [&](const auto& value) { append(value), hash_.points(&value, 1); };
    append(u32{32}), append(Fq::order), append(u32{32}), append(Fr::order);
    append(r1cs_.signals), append(r1cs_.publicSignals), append(domain_);
    point(read<Fq>(ptau_.alpha1())), point(read<Fq>(ptau_.beta1())), point(read<Fq2>(ptau_.beta2()));
    point(generatorG2()), point(generatorG1()), point(generatorG2());
    zkey_.add(HEADER, header);
  }

  template <class F>
  static Affine<F> read(Bytes bytes) {
    Affine<F> out;
    std::memcpy((void*)&out, bytes.data, sizeof out);
    return out;
  }

  /** Terms of a matrix of the circuit, with their points in the basis that begins at `base`. */
  template <class Use>
  void walkMatrix(int matrix, u32 base, Use&& use) const {
    for (u32 row = 0; row < r1cs_.constraints; row++)
      r1cs_.forEachTerm(row, [&](int which, const Term& term) {
        if (which == matrix) use(term.signal, base + row, term.value);
      });
  }
  template <class Use>
  void walkOwnRows(u32 base, Use&& use) const {
    static constexpr unsigned char ONE[32] = {1};
    for (u32 s = 0; s < r1cs_.ownRows(); s++) use(s, base + r1cs_.constraints + s, ONE);
  }
  template <class Use>
  void walkA(Use&& use) const {
    walkMatrix(0, 0, use), walkOwnRows(0, use);
  }
  /** beta A + alpha B + C */
  template <class Use>
  void walkC(Use&& use) const {
    walkMatrix(0, beta(), use), walkMatrix(1, alpha(), use), walkMatrix(2, 0, use), walkOwnRows(beta(), use);
  }

  template <class F, class Walk>
  Array<Affine<F>> sum(ColumnSums<F>& sums, const char* what, Walk&& walk) {
    const Family family = collect(r1cs_.signals, walk);
    return sums.sum(what, family.terms, family.starts);
  }

  template <class F>
  void writeSection(std::uint32_t number, const Affine<F>* points, size_t n) {
    file_.write(zkey_.add(number, n * sizeof *points), points, n * sizeof *points);
    hash_.number((u32)n);
    hash_.points(points, n);
  }
  template <class F>
  void writeSection(std::uint32_t number, const Array<Affine<F>>& points) {
    writeSection(number, points.data(), points.size());
  }

  /** Odd Lagrange points of twice the domain. The hash takes tau^(n + i) - tau^i instead. */
  void writeQuotient() {
    const auto* lagrange = (const Affine<Fq>*)ptau_.lagrange(Ptau::TAU_G1, log_ + 1).data;
    Array<Affine<Fq>> points(domain_);
    for (size_t i = 0; i < domain_; i++)
      std::memcpy((void*)&points[i], (const void*)&lagrange[2 * i + 1], sizeof points[i]);
    file_.write(zkey_.add(POINTS_H, points.bytes()), points.data(), points.bytes());
    hash_.number(domain_ - 1);
    hashDifferences();
  }

  void hashDifferences() {
    const size_t n = domain_ - 1, chunk = n < SNARKJS_HASH_CHUNK ? n : SNARKJS_HASH_CHUNK;
    const size_t count = (n + chunk - 1) / chunk * chunk;
    const Bytes powers = ptau_.powers();
    if ((count + domain_) * sizeof(Affine<Fq>) > powers.size)
      fail("native/ptau-too-small",
           "snarkjs reads beyond the powers of a file as large as the circuit: take the next larger one");
    const auto* tau = (const Affine<Fq>*)powers.data;
    // Slots: the lower powers, then the upper ones, which become the differences.
    Array<Affine<Fq>> points(2 * count);
    const GroupArithmetic& group = job_.arithmetic.g1;
    std::atomic<bool> good{true};
    parallelRanges(job_, count, 4096, [&](size_t from, size_t to) {
      const size_t size = to - from;
      if (group.import(&points[from], tau + from, size) != size) good = false;
      if (group.import(&points[count + from], tau + domain_ + from, size) != size) good = false;
      Pairs pairs(group, size);
      for (size_t i = from; i < to; i++) pairs.push((u32)(count + i), (u32)i | NEGATIVE, (u32)(count + i));
      pairs.add(points.data());
      group.exportTo(&points[from], &points[count + from], size);
    });
    if (!good) ptau_.file.bad("a point is not on its curve");
    hash_.points(points.data(), count);
  }

  Job& job_;
  const R1cs r1cs_;
  const Ptau ptau_;
  const unsigned log_;
  const u32 domain_;
  OutputFile file_;
  SectionWriter zkey_;
  CircuitHash hash_;
};

}  // namespace

void ceremonySetup(Job& job, const std::string& r1cs, const std::string& ptau, const std::string& zkey) {
  CeremonySetup(job, r1cs, ptau, zkey).run();
}

}  // namespace disjoint
