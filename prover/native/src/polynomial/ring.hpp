/** @file Operations on whole polynomials with the threads of a job. */
#pragma once
#include "backend/arithmetic.hpp"
#include "field/field.hpp"
#include "runtime/job.hpp"
#include "runtime/memory.hpp"
#include "runtime/parallel.hpp"

namespace disjoint {

/** A field element in the back end's own form: only its functions may read it. */
struct Element {
  u64 words[4];
};


/** Values of a transform. */
using Values = Array<char>;

/** The least k with 2^k >= n. */
constexpr unsigned logOf(size_t n) {
  unsigned log = 0;
  while (size_t{1} << log < n) log++;
  return log;
}

class Ring {
 public:
  /** For transforms of up to 2^log values. */
  Ring(Job& job, unsigned log);

  Job& job() const { return job_; }
  const PolynomialArithmetic& arithmetic() const { return arithmetic_; }
  const TransformTables& tables() const { return tables_; }

  Values values(unsigned log) const { return Values(arithmetic_.valueBytes << log, Secrecy::secret); }

  void import(Element* to, const Limbs* from, size_t n) const;
  void exportTo(Limbs* to, const Element* from, size_t n) const;
  /** Reversed: the last becomes the first. */
  void reverse(Element* elements, size_t n) const;
  void invert(Element* elements, size_t n) const;
  /** Element i times base^i; the base in Montgomery form. */
  void scaleByPowers(Element* elements, size_t n, const Fr& base) const;

  /** The rest can also run in one thread, for one of many tasks. */
  void elementwise(Workers& workers, Operation operation, Element* to, const Element* by, size_t n) const;
  void forward(Workers& workers, const Element* coefficients, size_t count, unsigned log, Values& values) const;
  /** Coefficients `from` to `to`; the values are overwritten. */
  void backward(Workers& workers, Values& values, unsigned log, Element* out, size_t from, size_t to) const;
  void multiply(Workers& workers, Values& a, const Values& b, unsigned log) const;
  /** a + b c */
  void addProduct(Workers& workers, Values& a, const Values& b, const Values& c, unsigned log) const;

 private:
  Job& job_;
  const PolynomialArithmetic& arithmetic_;
  Array<char> memory_;
  TransformTables tables_;
};

}  // namespace disjoint
