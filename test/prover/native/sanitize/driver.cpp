/**
 * @file The kernel under the address and undefined-behaviour sanitisers: every back end, whole and damaged files.
 *
 * driver R1CS WTNS PTAU FOLDER [STATEMENT ENTRIES NODES R1CS INPUTS WTNS]...: prints one line for each step; any
 * sanitiser report or unexpected result ends it. The groups of six are circuits of this project with an input and the
 * witness that circom's calculator gives.
 */
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>

#include "accumulator/accumulate.hpp"
#include "accumulator/disjointness.hpp"
#include "accumulator/powers.hpp"
#include "groth16/ceremony_setup.hpp"
#include "readers.hpp"
#include "runtime/error.hpp"
#include "msm/fixed_base.hpp"
#include "poseidon/hashing.hpp"
#include "binding/probe.hpp"
#include "groth16/prove.hpp"
#include "groth16/setup.hpp"
#include "sha256/sha256.hpp"
#include "witness/witness.hpp"

using namespace disjoint;

namespace {

struct Paths {
  std::string r1cs, wtns, ptau, folder;
  std::string in(const char* name) const { return folder + "/" + name; }
};

void expect(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "failed: %s\n", what);
  std::exit(1);
}

ByteVector readFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return ByteVector(std::istreambuf_iterator<char>(in), {});
}

void writeFile(const std::string& path, const ByteVector& bytes) {
  std::ofstream(path, std::ios::binary).write((const char*)bytes.data(), (std::streamsize)bytes.size());
}

/** Runs with a fresh job; 3 threads, so that tasks meet. */
template <class Run>
auto with(const Arithmetic& arithmetic, Run&& run) {
  Status status;
  Job job(arithmetic, status, 3);
  return run(job);
}

/** Canonical elements, edges first. */
ByteVector elements(std::mt19937_64& random, size_t n) {
  ByteVector out(32 * n);
  for (size_t i = 0; i < n; i++) {
    Limbs x{{random(), random(), random(), random() >> 3}};
    if (i == 0) x = Limbs{};
    if (i == 1) x = minus(Fr::order, {{1, 0, 0, 0}});
    if (i == 2) x = {{1, 0, 0, 0}};
    while (!below(x, Fr::order)) x = minus(x, Fr::order);
    std::memcpy(&out[32 * i], &x, 32);
  }
  return out;
}

template <class F>
ByteVector bytesOf(const Affine<F>& point) {
  const auto* bytes = (const unsigned char*)&point;
  return ByteVector(bytes, bytes + sizeof point);
}

/** Sums and multiples of points: distinct, equal, opposite and infinite ones, short and long lists. */
void curveParts(const Arithmetic& arithmetic, unsigned group, const ByteVector& base, std::vector<ByteVector>& out) {
  std::mt19937_64 random(3);
  const auto multiply = [&](const ByteVector& points, const ByteVector& scalars) {
    return with(arithmetic, [&](Job& job) { return probeMultiply(job, group, points, scalars); });
  };
  ByteVector a, b;
  for (int i = 0; i < 40; i++) {
    const ByteVector scalars = elements(random, 4);
    const ByteVector p = multiply(base, ByteVector(scalars.end() - 32, scalars.end())), q = i % 3 ? p : base;
    a.insert(a.end(), p.begin(), p.end());
    b.insert(b.end(), q.begin(), q.end());
    if (i % 6 == 0) std::fill(b.end() - (long)base.size(), b.end(), 0);
  }
  out.push_back(with(arithmetic, [&](Job& job) { return probeAdd(job, group, a, b); }));
  out.push_back(multiply(a, elements(random, 40)));
  ByteVector many, ones(32 * 20000);
  for (size_t i = 0; i < 20000; i++) many.insert(many.end(), base.begin(), base.end()), ones[32 * i] = i % 3 != 0;
  out.push_back(multiply(many, ones));
}

/** Results of all parts, to be compared between back ends. */
std::vector<ByteVector> parts(const Arithmetic& arithmetic) {
  std::mt19937_64 random(1);
  std::vector<ByteVector> out;
  const ByteVector a = elements(random, 1001), b = elements(random, 1001);
  for (unsigned field : {0u, 1u})
    for (unsigned operation = 0; operation < 8; operation++)
      out.push_back(with(arithmetic, [&](Job& job) { return probeField(job, field, operation, a, b); }));
  for (unsigned arity = 1; arity <= 16; arity++) {
    const ByteVector inputs = elements(random, 19 * arity);
    out.push_back(with(arithmetic, [&](Job& job) { return hashPoseidon(job, arity, inputs); }));
  }
  curveParts(arithmetic, 1, bytesOf(generatorG1()), out);
  curveParts(arithmetic, 2, bytesOf(generatorG2()), out);
  for (size_t n = 2; n <= 1 << 14; n *= 2) {
    const ByteVector x = elements(random, n), y = elements(random, n);
    out.push_back(with(arithmetic, [&](Job& job) { return probeQuotient(job, x, y); }));
  }
  return out;
}

ByteVector flatten(const Proof& proof) {
  ByteVector out;
  const auto append = [&](const Limbs* x, size_t n) {
    out.insert(out.end(), (const unsigned char*)x, (const unsigned char*)(x + n));
  };
  append(proof.a, 2), append(proof.b, 4), append(proof.c, 2);
  append(proof.publicSignals.data(), proof.publicSignals.size());
  return out;
}

/** Keys from a fixed trapdoor and from the ceremony, and a proof with each. */
std::vector<ByteVector> whole(const Arithmetic& arithmetic, const Paths& paths) {
  const Trapdoor trapdoor{{{2, 3, 5, 7}}, {{11, 0, 0, 0}}, {{13, 0, 0, 0}}, {{17, 0, 0, 0}}, {{19, 0, 0, 0}}};
  const Limbs r{{23, 0, 0, 0}}, s{{29, 0, 0, 0}};
  std::vector<ByteVector> out;
  const std::string key = paths.in("key.zkey");
  const std::function<void(Job&)> setups[] = {
      [&](Job& job) { developmentSetup(job, paths.r1cs, key, &trapdoor); },
      [&](Job& job) { ceremonySetup(job, paths.r1cs, paths.ptau, key); },
  };
  for (const auto& setup : setups) {
    with(arithmetic, [&](Job& job) { setup(job); return 0; });
    out.push_back(readFile(key));
    out.push_back(flatten(with(arithmetic, [&](Job& job) { return prove(job, key, "", paths.wtns, &r, &s); })));
    // Made, then read.
    for (int i = 0; i < 2; i++)
      out.push_back(flatten(
          with(arithmetic, [&](Job& job) { return prove(job, key, paths.in("matrices"), paths.wtns, &r, &s); })));
    expect(out[out.size() - 1] == out[out.size() - 3], "compact matrices change a proof");
  }
  return out;
}

/**
 * Powers, accumulators, proofs and a member's witness: sets small and large enough for every step of a tree, for the
 * reduction of a long polynomial, and with elements in common.
 */
std::vector<ByteVector> accumulators(const Arithmetic& arithmetic, const Paths& paths) {
  const Limbs tau{{2, 3, 5, 7}}, rho{{11, 0, 0, 0}}, sigma{{13, 0, 0, 0}}, blinding{{17, 0, 0, 0}};
  constexpr size_t KEYS = 5000, ENTRIES = 1300;
  const std::string powers = paths.in("powers"), coefficients = paths.in("coefficients");
  std::mt19937_64 random(5);
  const ByteVector bytes = elements(random, KEYS + ENTRIES);
  const Limbs* all = (const Limbs*)bytes.data();
  const auto job = [&](auto&& run) { return with(arithmetic, run); };
  std::vector<ByteVector> out;
  // A list and half of another.
  job([&](Job& job) { return developmentPowers(job, powers, KEYS + ENTRIES + 1, 2 * ENTRIES, &tau), 0; });
  out.push_back(readFile(powers));
  const auto combined = job([&](Job& job) { return combinePowers(job, powers, rho); });
  out.push_back(bytesOf(combined.nextG1)), out.push_back(bytesOf(combined.nextG2));
  for (const size_t keys : {size_t{1}, size_t{40}, KEYS})
    for (const size_t entries : {size_t{1}, size_t{77}, ENTRIES}) {
      const Elements shard{all, keys}, list{all + KEYS, entries}, overlapping{all + keys - 1, entries};
      const auto a = job([&](Job& job) { return accumulateKeys(job, powers, shard, rho, coefficients); });
      const auto b = job([&](Job& job) { return accumulateEntries(job, powers, list, sigma); });
      const std::vector<ShardInput> shards{{coefficients, blinding}};
      const Elements part{list.at, (entries + 1) / 2};
      const std::vector<ListInput> lists{{list, sigma}, {part, rho}}, found{{part, rho}, {overlapping, sigma}};
      const auto proof = job([&](Job& job) { return proveDisjoint(job, powers, {{list, sigma}}, shards); });
      const auto both = job([&](Job& job) { return proveDisjoint(job, powers, lists, shards); });
      const auto finding = job([&](Job& job) { return proveDisjoint(job, powers, found, shards); });
      const auto member = job([&](Job& job) { return proveMember(job, powers, coefficients, all[0]); });
      expect(proof[0].common.empty() && finding[0].common == std::vector<std::vector<u32>>{{}, {0}},
             "the common element is found");
      out.push_back(bytesOf(a)), out.push_back(bytesOf(b)), out.push_back(bytesOf(member));
      out.push_back(bytesOf(proof[0].p)), out.push_back(bytesOf(proof[0].q[0]));
      for (const auto& q : both[0].q) out.push_back(bytesOf(q));
    }
  return out;
}

/** An input of one of this project's circuits, and its witness. */
struct WitnessCase {
  Circuit circuit;
  std::string r1cs;
  ByteVector inputs, expected;
};

ByteVector witnessOf(const Arithmetic& arithmetic, const WitnessCase& subject, const std::string& r1cs,
                     const ByteVector& inputs) {
  return with(arithmetic, [&](Job& job) {
    const WitnessFile file = calculateWitness(job, subject.circuit, r1cs, inputs);
    const unsigned char* at = file.memory.data() + WitnessFile::START;
    return ByteVector(at, at + file.size);
  });
}

/** The witnesses of circom's calculator, of inputs with changed values, and with damaged maps of wires. */
std::vector<ByteVector> witnesses(const Arithmetic& arithmetic, const std::vector<WitnessCase>& subjects,
                                  const std::string& damaged) {
  std::mt19937_64 random(7);
  std::vector<ByteVector> out;
  unsigned refused = 0;
  const auto attempt = [&](const WitnessCase& subject, const std::string& r1cs, const ByteVector& inputs) {
    try {
      out.push_back(witnessOf(arithmetic, subject, r1cs, inputs));
    } catch (const Error& error) {
      out.push_back(ByteVector(error.code.begin(), error.code.end()));
      refused++;
    }
  };
  for (const WitnessCase& subject : subjects) {
    expect(witnessOf(arithmetic, subject, subject.r1cs, subject.inputs) == subject.expected, "circom's witness");
    for (unsigned i = 0; i < 60; i++) {
      ByteVector inputs = subject.inputs;
      const ByteVector values = elements(random, 4);
      const size_t at = 32 * (random() % (inputs.size() / 32));
      std::copy_n(values.begin() + 32 * (i % 4), 32, inputs.begin() + (long)at);
      if (i % 20 == 19) inputs.resize(inputs.size() - 32);
      if (i % 20 == 18) std::fill_n(inputs.begin() + (long)at, 32, 0xff);
      attempt(subject, subject.r1cs, inputs);
    }
  }
  // Only the smallest circuit's file is written so often.
  const ByteVector original = readFile(subjects[0].r1cs);
  for (unsigned i = 0; i < 100; i++) {
    ByteVector bytes = original;
    const size_t end = i % 2 ? bytes.size() : 200, from = i % 2 ? bytes.size() - 8 * 2128 - 12 : 0;
    for (unsigned n = 1 + random() % 3; n > 0; n--) bytes[from + random() % (end - from)] = (unsigned char)random();
    if (i % 10 == 0) bytes.resize(random() % bytes.size());
    writeFile(damaged, bytes);
    attempt(subjects[0], damaged, subjects[0].inputs);
  }
  expect(refused > 50, "damaged inputs and files are refused");
  std::printf("%s: %zu witnesses, %u refused\n", arithmetic.name, out.size(), refused);
  return out;
}

/** SHA-256 of messages in memory of exactly their size, after prefixes of some sizes. */
std::vector<ByteVector> digests(const Arithmetic& arithmetic) {
  std::mt19937_64 random(11);
  std::vector<ByteVector> out;
  for (size_t prefixBytes : {0, 1, 23, 55, 63, 64, 65})
    for (size_t size = 0; size < 200; size++) {
      ByteVector prefix(prefixBytes), bytes(size), digest(2 * SHA256_BYTES);
      for (auto* each : {&prefix, &bytes})
        for (auto& byte : *each) byte = (unsigned char)random();
      const std::vector<std::uint32_t> ends{(std::uint32_t)size / 2, (std::uint32_t)size};
      const Messages messages{prefix.data(), prefixBytes, bytes.data(), ends.data(), ends.size()};
      sha256Each(chooseSha256(arithmetic), messages, digest.data());
      out.push_back(std::move(digest));
    }
  return out;
}

/** The SHA-256 of all results in hex, to be compared with those on another processor. */
std::string digestOf(const std::vector<ByteVector>& results) {
  ByteVector all, digest(SHA256_BYTES);
  for (const ByteVector& result : results) all.insert(all.end(), result.begin(), result.end());
  const std::uint32_t end = (std::uint32_t)all.size();
  sha256Each(sha256Plain, {nullptr, 0, all.data(), &end, 1}, digest.data());
  std::string out;
  for (const unsigned char byte : digest) {
    char hex[3];
    std::snprintf(hex, sizeof hex, "%02x", byte);
    out += hex;
  }
  return out;
}

/** Flips bytes, most of them near the beginning, cuts and lengthens. */
ByteVector damage(ByteVector bytes, std::mt19937_64& random) {
  for (unsigned n = 1 + random() % 3; n > 0; n--) {
    const size_t range = random() % 3 ? std::min<size_t>(bytes.size(), 1024) : bytes.size();
    bytes[random() % range] = (unsigned char)(random() % 4 ? random() : 255);
  }
  if (random() % 16 == 0) bytes.resize(random() % bytes.size());
  if (random() % 16 == 0) bytes.push_back(0);
  return bytes;
}

void fuzz(const Arithmetic& arithmetic, const Paths& paths, unsigned rounds) {
  std::mt19937_64 random(2);
  const std::string key = paths.in("key.zkey"), damaged = paths.in("damaged"), out = paths.in("out.zkey");
  const std::string powers = paths.in("small.powers"), coefficients = paths.in("small.coefficients");
  const Limbs keys[] = {{{2, 0, 0, 0}}, {{3, 0, 0, 0}}, {{5, 0, 0, 0}}}, one{{1, 0, 0, 0}};
  // Known powers: whether a damaged file is refused must not depend on chance, since what is printed is compared.
  const Limbs tau{{31, 0, 0, 0}};
  with(arithmetic, [&](Job& job) { return developmentPowers(job, powers, 9, 9, &tau), 0; });
  with(arithmetic, [&](Job& job) { return accumulateKeys(job, powers, {keys, 2}, one, coefficients), 0; });
  const Limbs r{{23, 0, 0, 0}}, s{{29, 0, 0, 0}};
  const auto proofWith = [&](const std::string& matrices) {
    return flatten(with(arithmetic, [&](Job& job) { return prove(job, key, matrices, paths.wtns, &r, &s); }));
  };
  const ByteVector proof = proofWith(paths.in("matrices"));
  const ByteVector originals[] = {readFile(key),    readFile(paths.wtns),   readFile(paths.r1cs),
                                  readFile(powers), readFile(coefficients), readFile(paths.in("matrices"))};
  unsigned refused = 0;
  for (unsigned i = 0; i < rounds; i++) {
    const ByteVector bytes = damage(originals[i % 6], random);
    writeFile(damaged, bytes);
    try {
      with(arithmetic, [&](Job& job) {
        if (i % 6 == 0) prove(job, damaged, "", paths.wtns, nullptr, nullptr);
        if (i % 6 == 1)
          i % 2 ? prove(job, key, "", damaged, nullptr, nullptr) : prove(job, key, "", bytes, nullptr, nullptr);
        if (i % 6 == 2) developmentSetup(job, damaged, out, nullptr);
        if (i % 6 == 3) proveDisjoint(job, damaged, {{{keys + 2, 1}, one}}, {{coefficients, one}});
        if (i % 6 == 4) proveDisjoint(job, powers, {{{keys + 2, 1}, one}}, {{damaged, one}});
        return 0;
      });
      if (i % 6 == 5) expect(proofWith(damaged) == proof, "damaged matrices change a proof");
    } catch (const Error&) {
      refused++;
    }
  }
  expect(refused > 0, "no damaged file was refused");
  std::printf("%s: %u damaged files, %u refused\n", arithmetic.name, rounds, refused);
}

}  // namespace

int main(int count, char** arguments) {
  expect(count > 5 && count % 6 == 5,
         "usage: driver R1CS WTNS PTAU FOLDER [STATEMENT ENTRIES NODES R1CS INPUTS WTNS]...");
  const Paths paths{arguments[1], arguments[2], arguments[3], arguments[4]};
  std::vector<WitnessCase> subjects;
  for (char** at = arguments + 5; *at; at += 6) {
    const auto number = [](const char* text) { return (std::uint32_t)std::stoul(text); };
    subjects.push_back({{(Statement)number(at[0]), number(at[1]), number(at[2])}, at[3], readFile(at[4]),
                        readFile(at[5])});
  }
  readDamaged(1'000'000);
  std::vector<std::vector<ByteVector>> all;
  for (const char* name : {"portable", "x86-64", "avx2", "ifma"}) {
    const Arithmetic* arithmetic = chooseArithmetic(name);
    if (!arithmetic) continue;
    all.push_back(parts(*arithmetic));
    for (auto& result : whole(*arithmetic, paths)) all.back().push_back(std::move(result));
    for (auto& result : accumulators(*arithmetic, paths)) all.back().push_back(std::move(result));
    for (auto& result : witnesses(*arithmetic, subjects, paths.in("damaged"))) all.back().push_back(std::move(result));
    for (auto& result : digests(*arithmetic)) all.back().push_back(std::move(result));
    std::printf("%s: %zu results, SHA-256 %s\n", name, all.back().size(), digestOf(all.back()).c_str());
    fuzz(*arithmetic, paths, 300);
  }
  for (const auto& results : all) expect(results == all[0], "the back ends agree");
  std::printf("the back ends agree\n");
}
