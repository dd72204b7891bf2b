/** @file Node-API without a library: arguments in, a promise of bytes out. */
#pragma once
#include <node_api.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "field/field.hpp"
#include "runtime/job.hpp"
#include "witness/wires.hpp"

namespace disjoint {

using ByteVector = std::vector<unsigned char>;

/** A job's settings and status as JavaScript holds them. */
struct JobHandle {
  const Arithmetic* arithmetic;
  unsigned threads;
  Status status;
};

/**
 * The bytes of a Uint8Array that stays alive until this is dropped, on JavaScript's thread. A large one is thus copied
 * on the job's thread.
 */
class HeldBytes {
 public:
  HeldBytes(napi_env env, napi_value array, const unsigned char* data, size_t size);
  ~HeldBytes();
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;

  ByteVector copy() const { return ByteVector(data_, data_ + size_); }

 private:
  napi_env env_;
  napi_ref array_;
  const unsigned char* data_;
  size_t size_;
};

/** The arguments of one call. Every reader throws Error native/bad-call when the argument has another type. */
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info);
  napi_env env() const { return env_; }
  std::string text(size_t i) const;
  std::uint32_t number(size_t i) const;
  bool present(size_t i) const;
  bool isText(size_t i) const;
  /** A copy. */
  ByteVector bytes(size_t i) const;
  /** The bytes themselves, and their number: for the time of the call. */
  std::pair<unsigned char*, size_t> view(size_t i) const;
  /** JavaScript must neither change nor transfer them while the job runs. */
  std::shared_ptr<const HeldBytes> held(size_t i) const;
  /** 32 bytes below the order of the groups. */
  Limbs scalar(size_t i) const;
  std::vector<std::string> texts(size_t i) const;
  /** The handle, kept alive by the shared pointer. */
  std::shared_ptr<JobHandle> job(size_t i) const;

 private:
  std::string textOf(napi_value value, size_t i) const;

  napi_env env_;
  napi_value values_[8];
  size_t count_ = 8;
};

/** What a job answers: bytes that are copied, or a witness that JavaScript gets in place and that is wiped after it. */
using Answer = std::variant<ByteVector, WitnessFile>;

/** Runs on its own thread. The promise resolves to a Uint8Array, or rejects with an Error that has a `code`. */
napi_value promise(napi_env env, std::shared_ptr<JobHandle> handle, std::function<Answer(Job&)> run);

/** Wraps a function so that an Error becomes a JavaScript exception. */
napi_value guarded(napi_env env, const std::function<napi_value()>& run);

napi_value jobValue(napi_env env, std::shared_ptr<JobHandle> handle);

template <napi_value (*run)(const Arguments&)>
void define(napi_env env, napi_value exports, const char* name) {
  napi_value function;
  const auto call = [](napi_env env, napi_callback_info info) {
    return guarded(env, [&] { return run(Arguments(env, info)); });
  };
  napi_create_function(env, name, NAPI_AUTO_LENGTH, call, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

/** Reads 32 bytes. @throws Error native/bad-call when they are not below the order of the groups */
Limbs scalarOf(const unsigned char* bytes);

/** The functions of the folder accumulator. */
void defineAccumulator(napi_env env, napi_value exports);

}  // namespace disjoint
