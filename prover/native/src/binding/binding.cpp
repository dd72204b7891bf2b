/** @file The functions that JavaScript sees. */
#include "binding.hpp"

#include "groth16/ceremony_setup.hpp"
#include "runtime/error.hpp"
#include "runtime/memory.hpp"
#include "poseidon/hashing.hpp"
#include "probe.hpp"
#include "groth16/prove.hpp"
#include "groth16/setup.hpp"
#include "compression/snappy.hpp"
#include "json/plain_objects.hpp"
#include "sha256/sha256.hpp"
#include "witness/witness.hpp"

namespace disjoint {

namespace {

/** createJob(backend or "", threads or 0): throws native/no-backend when this processor cannot run it. */
napi_value createJob(const Arguments& call) {
  const std::string name = call.text(0);
  const Arithmetic* arithmetic = chooseArithmetic(name.c_str());
  if (!arithmetic) fail("native/no-backend", "this processor cannot run the back end " + name);
  auto handle = std::make_shared<JobHandle>();
  handle->arithmetic = arithmetic;
  handle->threads = call.number(1);
  return jobValue(call.env(), std::move(handle));
}

/** Wipes secret bytes in the end, whatever happens. */
struct WipeAtEnd {
  ByteVector& bytes;
  ~WipeAtEnd() { wipe(bytes.data(), bytes.size()); }
};

napi_value string(napi_env env, const char* text) {
  napi_value out;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &out);
  return out;
}

napi_value backend(const Arguments& call) { return string(call.env(), call.job(0)->arithmetic->name); }

napi_value cancel(const Arguments& call) {
  call.job(0)->status.cancelled = true;
  return nullptr;
}

/** progress(job): [what, done, total] */
napi_value progress(const Arguments& call) {
  const auto job = call.job(0);
  napi_value out, done, total;
  napi_create_array_with_length(call.env(), 3, &out);
  napi_create_double(call.env(), (double)job->status.done, &done);
  napi_create_double(call.env(), (double)job->status.total, &total);
  napi_set_element(call.env(), out, 0, string(call.env(), job->status.what));
  napi_set_element(call.env(), out, 1, done);
  napi_set_element(call.env(), out, 2, total);
  return out;
}

/** prove(job, zkey, matrices, wtns, r?, s?): a, b, c and the public signals, 32 bytes each. */
napi_value proveCall(const Arguments& call) {
  const std::string zkey = call.text(1), matrices = call.text(2);
  const bool isPath = call.isText(3);
  const std::string path = isPath ? call.text(3) : "";
  const auto held = isPath ? nullptr : call.held(3);
  const bool fixed = call.present(4);
  const Limbs r = fixed ? call.scalar(4) : Limbs{}, s = fixed ? call.scalar(5) : Limbs{};
  return promise(call.env(), call.job(0), [=](Job& job) {
    WitnessSource wtns = path;
    if (held) wtns = held->copy();
    const Proof proof = prove(job, zkey, matrices, std::move(wtns), fixed ? &r : nullptr, fixed ? &s : nullptr);
    ByteVector out;
    const auto append = [&](const Limbs* values, size_t n) {
      out.insert(out.end(), (const unsigned char*)values, (const unsigned char*)(values + n));
    };
    append(proof.a, 2);
    append(proof.b, 4);
    append(proof.c, 2);
    append(proof.publicSignals.data(), proof.publicSignals.size());
    return out;
  });
}

/** witness(job, statement, entries, nodes, r1cs, inputs): a wtns file. */
napi_value witnessCall(const Arguments& call) {
  const Circuit circuit{(Statement)call.number(1), call.number(2), call.number(3)};
  return promise(call.env(), call.job(0), [=, r1cs = call.text(4), inputs = call.bytes(5)](Job& job) mutable {
    const WipeAtEnd wiped{inputs};
    return calculateWitness(job, circuit, r1cs, inputs);
  });
}

/** poseidon(job, arity, inputs): one digest per `arity` inputs. */
napi_value poseidonCall(const Arguments& call) {
  const std::uint32_t arity = call.number(1);
  ByteVector inputs = call.bytes(2);
  if (arity < 1 || arity > 16 || inputs.size() % (32 * arity) || inputs.size() / (32 * arity) >= 1u << 31)
    fail("native/bad-call", "Poseidon takes 1 to 16 elements of 32 bytes for each digest");
  return promise(call.env(), call.job(0), [arity, inputs = std::move(inputs)](Job& job) {
    return hashPoseidon(job, arity, inputs);
  });
}

/**
 * sha256(job, prefix, bytes, ends, digests): the digests of prefix and message, for each of consecutive messages. The
 * ends are numbers of 32 bits, little-endian. Returns when it is done.
 */
napi_value sha256Call(const Arguments& call) {
  const auto [prefix, prefixBytes] = call.view(1);
  const auto [bytes, size] = call.view(2);
  const auto [ends, endsBytes] = call.view(3);
  const auto [digests, digestsBytes] = call.view(4);
  const Messages messages{prefix, prefixBytes, bytes, (const std::uint32_t*)ends, endsBytes / 4};
  if (endsBytes % 4 || (std::uintptr_t)ends % 4 || digestsBytes != messages.count * SHA256_BYTES)
    fail("native/bad-call", "the ends are not whole numbers of 32 bits, one for each digest");
  for (size_t i = 0; i < messages.count; i++)
    if (messages.ends[i] > size || (i > 0 && messages.ends[i] < messages.ends[i - 1]))
      fail("native/bad-call", "message " + std::to_string(i) + " does not end after the one before it");
  sha256Each(chooseSha256(*call.job(0)->arithmetic), messages, digests);
  return nullptr;
}

/**
 * plainObjects(bytes, bounds, wanted, places, texts): where the wanted texts of JSON Lines are. Bounds and places are
 * numbers of 32 bits, little-endian. Returns when it is done.
 */
napi_value plainObjectsCall(const Arguments& call) {
  const auto [bytes, size] = call.view(0);
  const auto [bounds, boundsBytes] = call.view(1);
  const std::vector<std::string> wanted = call.texts(2);
  const auto [places, placesBytes] = call.view(3);
  const auto [texts, textsSize] = call.view(4);
  const JsonLines lines{bytes, (const std::uint32_t*)bounds, boundsBytes / 8};
  if (boundsBytes % 8 || (std::uintptr_t)bounds % 4 || (std::uintptr_t)places % 4 || size >= IN_TEXTS ||
      placesBytes != 4 * placesPerLine(wanted.size()) * lines.count)
    fail("native/bad-call", "the bounds and the places are not whole numbers of 32 bits for each line");
  for (size_t i = 0; i < lines.count; i++)
    if (lines.bounds[2 * i] > lines.bounds[2 * i + 1] || lines.bounds[2 * i + 1] > size)
      fail("native/bad-call", "line " + std::to_string(i) + " is not within the bytes");
  readPlainObjects(lines, wanted, (std::uint32_t*)places, {texts, textsSize});
  return nullptr;
}

/** expandSnappy(input, output): whether the input expands to exactly as many bytes as there is room for. */
napi_value expandSnappyCall(const Arguments& call) {
  const auto [input, inputSize] = call.view(0);
  const auto [output, size] = call.view(1);
  napi_value out;
  napi_get_boolean(call.env(), expandSnappy(input, inputSize, output, size), &out);
  return out;
}

/** developmentSetup(job, r1cs, zkey, [tau, alpha, beta, gamma, delta] as 160 bytes?) */
napi_value developmentSetupCall(const Arguments& call) {
  const std::string r1cs = call.text(1), zkey = call.text(2);
  const bool fixed = call.present(3);
  Trapdoor given{};
  if (fixed) {
    const ByteVector bytes = call.bytes(3);
    if (bytes.size() != sizeof given) fail("native/bad-call", "a trapdoor is not five scalars");
    for (size_t i = 0; i < bytes.size(); i += 32) ((Limbs*)&given)[i / 32] = scalarOf(&bytes[i]);
  }
  return promise(call.env(), call.job(0), [=](Job& job) {
    developmentSetup(job, r1cs, zkey, fixed ? &given : nullptr);
    return ByteVector();
  });
}

/** probeField(job, field, operation, a, b), for tests: see probe.hpp */
napi_value probeFieldCall(const Arguments& call) {
  const std::uint32_t field = call.number(1), operation = call.number(2);
  return promise(call.env(), call.job(0), [=, a = call.bytes(3), b = call.bytes(4)](Job& job) {
    return probeField(job, field, operation, a, b);
  });
}

/** probeAdd(job, group, a, b) */
napi_value probeAddCall(const Arguments& call) {
  const std::uint32_t group = call.number(1);
  return promise(call.env(), call.job(0), [=, a = call.bytes(2), b = call.bytes(3)](Job& job) {
    return probeAdd(job, group, a, b);
  });
}

/** probeMultiply(job, group, points, scalars) */
napi_value probeMultiplyCall(const Arguments& call) {
  const std::uint32_t group = call.number(1);
  return promise(call.env(), call.job(0), [=, points = call.bytes(2), scalars = call.bytes(3)](Job& job) {
    return probeMultiply(job, group, points, scalars);
  });
}

/** probeQuotient(job, a, b) */
napi_value probeQuotientCall(const Arguments& call) {
  return promise(call.env(), call.job(0), [a = call.bytes(1), b = call.bytes(2)](Job& job) {
    return probeQuotient(job, a, b);
  });
}

/** ceremonySetup(job, r1cs, ptau, zkey) */
napi_value ceremonySetupCall(const Arguments& call) {
  const std::string r1cs = call.text(1), ptau = call.text(2), zkey = call.text(3);
  return promise(call.env(), call.job(0), [=](Job& job) {
    ceremonySetup(job, r1cs, ptau, zkey);
    return ByteVector();
  });
}

}  // namespace

}  // namespace disjoint

NAPI_MODULE_INIT() {
  using namespace disjoint;
  define<createJob>(env, exports, "createJob");
  define<backend>(env, exports, "backend");
  define<cancel>(env, exports, "cancel");
  define<progress>(env, exports, "progress");
  define<proveCall>(env, exports, "prove");
  define<witnessCall>(env, exports, "witness");
  define<poseidonCall>(env, exports, "poseidon");
  define<sha256Call>(env, exports, "sha256");
  define<plainObjectsCall>(env, exports, "plainObjects");
  define<expandSnappyCall>(env, exports, "expandSnappy");
  define<developmentSetupCall>(env, exports, "developmentSetup");
  define<ceremonySetupCall>(env, exports, "ceremonySetup");
  define<probeFieldCall>(env, exports, "probeField");
  define<probeAddCall>(env, exports, "probeAdd");
  define<probeMultiplyCall>(env, exports, "probeMultiply");
  define<probeQuotientCall>(env, exports, "probeQuotient");
  defineAccumulator(env, exports);
  return exports;
}
