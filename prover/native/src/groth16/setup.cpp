#include "setup.hpp"

#include "coefficients.hpp"
#include "runtime/error.hpp"
#include "msm/fixed_base.hpp"
#include "ntt/lagrange.hpp"
#include "files/output_file.hpp"
#include "runtime/random.hpp"
#include "files/r1cs.hpp"
#include "files/zkey.hpp"

namespace disjoint {

namespace {

constexpr size_t CIRCUIT_HASH_BYTES = 64;
/** Partial sums of the columns are kept for this many ranges of the constraints: a trade of memory against threads. */
constexpr unsigned MOST_STRETCHES = 4;

/** The columns of A, B and C evaluated at tau, canonical. */
struct Columns {
  Array<Fr> matrix[3];

  explicit Columns(size_t signals) {
    for (auto& sums : matrix) sums = Array<Fr>(signals, Secrecy::secret);
  }
};

bool isRoot(const Fr& x, unsigned log) {
  Fr power = x;
  for (unsigned i = 0; i < log; i++) power = Fr::sqr(power);
  return power == Fr::one();
}

bool usable(const Trapdoor& t, unsigned log) {
  const Fr values[] = {Fr::zero(), {t.tau}, {t.alpha}, {t.beta}, {t.gamma}, {t.delta}};
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < i; j++)
      if (values[i] == values[j]) return false;
  return !isRoot(Fr::canonical(t.tau), log + 1);
}

Trapdoor drawTrapdoor(unsigned log) {
  Trapdoor out;
  do out = {randomScalar(), randomScalar(), randomScalar(), randomScalar(), randomScalar()};
  while (!usable(out, log));
  return out;
}

class Setup {
 public:
  Setup(Job& job, const std::string& r1cs, const std::string& zkey)
      : job_(job), r1cs_(r1cs), log_(r1cs_.domainLog()), file_(zkey), zkey_(file_, "zkey", 1, 10) {
    if (log_ > 27) r1cs_.file.bad("is too large for the field's roots of unity");
  }

  unsigned log() const { return log_; }

  void run(const Trapdoor& t) {
    const size_t own = r1cs_.ownRows(), signals = r1cs_.signals;
    FixedBase<Fq> g1(job_, job_.arithmetic.g1, generatorG1(), 4 * signals);
    FixedBase<Fq2> g2(job_, job_.arithmetic.g2, generatorG2(), signals);

    writeHeader(t, g1, g2);
    const std::uint64_t publicPoints = zkey_.add(PUBLIC_POINTS, own * sizeof(Affine<Fq>));
    const std::uint64_t coefficients = zkey_.add(COEFFICIENTS, coefficientSectionBytes(r1cs_));
    const Columns columns = evaluateRows(Fr::canonical(t.tau), coefficients);
    const Array<Limbs> c = combine(columns, t);
    const Limbs* a = (const Limbs*)columns.matrix[0].data();
    const Limbs* b = (const Limbs*)columns.matrix[1].data();
    writePoints("points of the public signals", publicPoints, g1, c.data(), own);
    writePoints("points of A", zkey_.add(POINTS_A, signals * sizeof(Affine<Fq>)), g1, a, signals);
    writePoints("points of B", zkey_.add(POINTS_B1, signals * sizeof(Affine<Fq>)), g1, b, signals);
    writePoints("points of B in G2", zkey_.add(POINTS_B2, signals * sizeof(Affine<Fq2>)), g2, b, signals);
    writePoints("points of C", zkey_.add(POINTS_C, (signals - own) * sizeof(Affine<Fq>)), g1, c.data() + own,
                signals - own);
    writeQuotient(t, g1);
    zkey_.add(CONTRIBUTIONS, std::string(CIRCUIT_HASH_BYTES + 4, '\0'));
    file_.commit();
  }

 private:
  /** Constraints per task. */
  static constexpr std::uint32_t STEP = 4096;

  template <class F>
  static Affine<F> single(FixedBase<F>& base, const Limbs& scalar) {
    Affine<F> out;
    base.multiply(&scalar, 1, [&](size_t, const Affine<F>* point, size_t) { out = *point; });
    return out;
  }

  void writeHeader(const Trapdoor& t, FixedBase<Fq>& g1, FixedBase<Fq2>& g2) {
    std::string header;
    const auto number = [&](std::uint32_t n) { header.append((const char*)&n, 4); };
    const auto append = [&](const auto& value) { header.append((const char*)&value, sizeof value); };
    number(1);
    zkey_.add(PROTOCOL, header);
    header.clear();
    number(32), append(Fq::order), number(32), append(Fr::order);
    number(r1cs_.signals), number(r1cs_.publicSignals), number(1u << log_);
    append(single(g1, t.alpha)), append(single(g1, t.beta)), append(single(g2, t.beta)), append(single(g2, t.gamma));
    append(single(g1, t.delta)), append(single(g2, t.delta));
    zkey_.add(HEADER, header);
  }

  /** One pass over the constraints: the columns' values at tau, and the coefficient section. */
  Columns evaluateRows(const Fr& tau, std::uint64_t at) {
    const std::uint32_t own = r1cs_.ownRows(), n = r1cs_.constraints;
    const Array<Fr> basis = lagrangeAt(job_, tau, log_, 0, 1, size_t{n} + own, Fr::one());
    writeCoefficientFrame(r1cs_, file_, at);
    const unsigned stretches = job_.threads < MOST_STRETCHES ? job_.threads : MOST_STRETCHES;
    std::vector<Columns> parts;
    for (unsigned i = 0; i < stretches; i++) parts.emplace_back(r1cs_.signals);
    job_.begin("evaluating the circuit", n);
    parallel(job_, stretches, [&](size_t part, unsigned) {
      const auto from = (std::uint32_t)(std::uint64_t{n} * part / stretches);
      const auto to = (std::uint32_t)(std::uint64_t{n} * (part + 1) / stretches);
      for (std::uint32_t row = from; row < to; row += STEP)
        walk(row, to - row < STEP ? to : row + STEP, basis, parts[part], at);
    });
    for (std::uint32_t s = 0; s < own; s++) add(parts[0].matrix[0][s], basis[n + s].toCanonical());
    for (unsigned part = 1; part < stretches; part++)
      for (int m = 0; m < 3; m++)
        for (size_t s = 0; s < r1cs_.signals; s++) add(parts[0].matrix[m][s], parts[part].matrix[m][s].v);
    return std::move(parts[0]);
  }

  static void add(Fr& sum, const Limbs& value) { sum = Fr::add(sum, {value}); }

  void walk(std::uint32_t from, std::uint32_t to, const Array<Fr>& basis, Columns& sums, std::uint64_t at) {
    for (std::uint32_t row = from; row < to; row++)
      r1cs_.forEachTerm(row, [&](int matrix, const Term& term) {
        Fr& sum = sums.matrix[matrix][term.signal];
        sum = Fr::add(sum, Fr::mul(Fr::raw(term.value), basis[row]));
      });
    writeCoefficients(r1cs_, file_, at, from, to);
    job_.advance(to - from);
  }

  /** (beta a + alpha b + c) / gamma for public signals, / delta for the others. */
  Array<Limbs> combine(const Columns& columns, const Trapdoor& t) {
    const Fr alpha = Fr::canonical(t.alpha), beta = Fr::canonical(t.beta);
    const Fr gamma = Fr::invert(Fr::canonical(t.gamma)), delta = Fr::invert(Fr::canonical(t.delta));
    Array<Limbs> out(r1cs_.signals, Secrecy::secret);
    parallelRanges(job_, r1cs_.signals, 4096, [&](size_t from, size_t to) {
      for (size_t s = from; s < to; s++) {
        const Fr sum = Fr::add(Fr::mul(beta, columns.matrix[0][s]), Fr::mul(alpha, columns.matrix[1][s]));
        out[s] = Fr::mul(Fr::add(sum, columns.matrix[2][s]), s < r1cs_.ownRows() ? gamma : delta).v;
      }
    });
    return out;
  }

  /** Odd Lagrange polynomials of twice the domain, divided by delta: the factors of snarkjs's prover. */
  void writeQuotient(const Trapdoor& t, FixedBase<Fq>& g1) {
    const size_t n = size_t{1} << log_;
    const Fr factor = Fr::invert(Fr::canonical(t.delta));
    const Array<Fr> values = lagrangeAt(job_, Fr::canonical(t.tau), log_ + 1, 1, 2, n, factor);
    for (Fr& value : values) value = {value.toCanonical()};
    writePoints("points of H", zkey_.add(POINTS_H, n * sizeof(Affine<Fq>)), g1, (const Limbs*)values.data(), n);
  }

  template <class F>
  void writePoints(const char* what, std::uint64_t at, FixedBase<F>& base, const Limbs* scalars, size_t n) {
    job_.begin(what, n);
    base.multiply(scalars, n, [&](size_t first, const Affine<F>* points, size_t count) {
      file_.write(at + first * sizeof(Affine<F>), points, count * sizeof(Affine<F>));
      job_.advance(count);
    });
  }

  Job& job_;
  const R1cs r1cs_;
  const unsigned log_;
  OutputFile file_;
  SectionWriter zkey_;
};

}  // namespace

void developmentSetup(Job& job, const std::string& r1cs, const std::string& zkey, const Trapdoor* given) {
  Setup setup(job, r1cs, zkey);
  if (given && !usable(*given, setup.log()))
    fail("native/bad-trapdoor", "elements repeat, are 0, or tau is a root of unity");
  Trapdoor trapdoor = given ? *given : drawTrapdoor(setup.log());
  setup.run(trapdoor);
  wipe(&trapdoor, sizeof trapdoor);
}

}  // namespace disjoint
