#include "witness.hpp"

#include "runtime/error.hpp"
#include "statements.hpp"

namespace disjoint {

namespace {

/** The inputs, aligned and checked. */
Values readInputs(const std::vector<unsigned char>& bytes, Label count) {
  if (bytes.size() != sizeof(Limbs) * size_t{count})
    fail("native/bad-call", "the circuit takes " + std::to_string(count) + " input signals of 32 bytes");
  Values inputs = secretValues(count);
  std::memcpy(inputs.data(), bytes.data(), bytes.size());
  for (Label i = 0; i < count; i++)
    if (!below(inputs[i], Fr::order))
      fail("native/not-canonical", "input signal " + std::to_string(i) + " is not below the order");
  return inputs;
}

template <class Layout, void (*evaluate)(Scope&, const Layout&, const Limbs*)>
WitnessFile run(Job& job, const Layout& layout, const std::string& r1cs, const std::vector<unsigned char>& bytes) {
  const Values inputs = readInputs(bytes, layout.inputs);
  Wires wires(r1cs, layout.all.count());
  Scope scope{job, wires};
  evaluate(scope, layout, inputs.data());
  return wires.finish();
}

}  // namespace

Values pageElements(Wires& wires, Label page, const Limbs& salt, const Limbs* routes, const Limbs* rests,
                    Label entries) {
  Values out = secretValues(1 + 2 * size_t{entries});
  out[0] = salt;
  for (Label e = 0; e < entries; e++) out[1 + 2 * e] = routes[e], out[2 + 2 * e] = rests[e];
  setAll(wires, page, out.data(), out.size());
  return out;
}

WitnessFile calculateWitness(Job& job, const Circuit& circuit, const std::string& r1cs,
                             const std::vector<unsigned char>& inputs) {
  const auto [statement, entries, nodes] = circuit;
  if (entries < 1 || entries > 1 << 12 || nodes < 1 || nodes > 1 << 14)
    fail("native/bad-call", "no circuit has these sizes");
  job.begin("calculating the witness", 1);
  switch (statement) {
    case Statement::exclusion:
      return run<ExclusionLabels, exclusion>(job, ExclusionLabels(entries, nodes), r1cs, inputs);
    case Statement::inclusion:
      return run<InclusionLabels, inclusion>(job, InclusionLabels(), r1cs, inputs);
    case Statement::listing:
      return run<ListingLabels, listing>(job, ListingLabels(entries), r1cs, inputs);
  }
  fail("native/bad-call", "there is no such statement");
}

}  // namespace disjoint
