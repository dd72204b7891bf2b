#include "binding.hpp"
#include "runtime/error.hpp"
#include "runtime/memory.hpp"

#include <cstring>

namespace disjoint {

namespace {

napi_value errorValue(napi_env env, const std::string& code, const std::string& message) {
  napi_value codeValue, messageValue, error;
  napi_create_string_utf8(env, code.c_str(), code.size(), &codeValue);
  napi_create_string_utf8(env, message.c_str(), message.size(), &messageValue);
  napi_create_error(env, codeValue, messageValue, &error);
  return error;
}

/** Calls `onError` with the code and message of whatever `run` throws. */
template <class Run, class OnError>
void catching(Run&& run, OnError&& onError) {
  try {
    run();
  } catch (const Error& error) {
    onError(error.code, error.what());
  } catch (const std::bad_alloc&) {
    onError("native/no-memory", "no memory left");
  } catch (const std::exception& error) {
    onError("native/failed", error.what());
  }
}

struct Work {
  std::shared_ptr<JobHandle> handle;
  std::function<Answer(Job&)> run;
  napi_deferred deferred;
  napi_async_work work;
  Answer answer;
  std::string code, message;
};

void execute(napi_env, void* data) {
  auto& work = *static_cast<Work*>(data);
  catching(
      [&] {
        Job job(*work.handle->arithmetic, work.handle->status, work.handle->threads);
        work.answer = work.run(job);
      },
      [&](const std::string& code, const char* message) { work.code = code, work.message = message; });
}

napi_value answerValue(napi_env env, ByteVector& bytes) {
  void* data;
  napi_value buffer, array;
  napi_create_arraybuffer(env, bytes.size(), &data, &buffer);
  if (!bytes.empty()) std::memcpy(data, bytes.data(), bytes.size());
  napi_create_typedarray(env, napi_uint8_array, bytes.size(), buffer, 0, &array);
  wipe(bytes.data(), bytes.size());
  return array;
}

napi_value answerValue(napi_env env, WitnessFile& file) {
  const auto drop = [](napi_env, void*, void* kept) { delete static_cast<WitnessFile*>(kept); };
  auto* kept = new WitnessFile(std::move(file));
  napi_value buffer, array;
  napi_create_external_arraybuffer(env, kept->memory.data(), WitnessFile::START + kept->size, drop, kept, &buffer);
  napi_create_typedarray(env, napi_uint8_array, kept->size, buffer, WitnessFile::START, &array);
  return array;
}

void complete(napi_env env, napi_status, void* data) {
  const std::unique_ptr<Work> work(static_cast<Work*>(data));
  if (work->code.empty())
    napi_resolve_deferred(env, work->deferred,
                          std::visit([&](auto& answer) { return answerValue(env, answer); }, work->answer));
  else
    napi_reject_deferred(env, work->deferred, errorValue(env, work->code, work->message));
  napi_delete_async_work(env, work->work);
}

}  // namespace

Arguments::Arguments(napi_env env, napi_callback_info info) : env_(env) {
  napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr);
}

bool Arguments::present(size_t i) const {
  napi_valuetype type = napi_undefined;
  if (i < count_) napi_typeof(env_, values_[i], &type);
  return type != napi_undefined && type != napi_null;
}

bool Arguments::isText(size_t i) const {
  napi_valuetype type = napi_undefined;
  if (i < count_) napi_typeof(env_, values_[i], &type);
  return type == napi_string;
}

std::string Arguments::textOf(napi_value value, size_t i) const {
  size_t length;
  if (napi_get_value_string_utf8(env_, value, nullptr, 0, &length) != napi_ok)
    fail("native/bad-call", "argument " + std::to_string(i) + " is not a string");
  std::string out(length, '\0');
  napi_get_value_string_utf8(env_, value, out.data(), length + 1, &length);
  return out;
}

std::string Arguments::text(size_t i) const {
  if (!isText(i)) fail("native/bad-call", "argument " + std::to_string(i) + " is not a string");
  return textOf(values_[i], i);
}

std::uint32_t Arguments::number(size_t i) const {
  double value;
  if (!present(i) || napi_get_value_double(env_, values_[i], &value) != napi_ok ||
      !(value >= 0 && value < 4294967296.0))
    fail("native/bad-call", "argument " + std::to_string(i) + " is not a number of 32 bits");
  return (std::uint32_t)value;
}

std::pair<unsigned char*, size_t> Arguments::view(size_t i) const {
  napi_typedarray_type type;
  size_t length;
  void* data;
  if (!present(i) || napi_get_typedarray_info(env_, values_[i], &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_uint8_array)
    fail("native/bad-call", "argument " + std::to_string(i) + " is not a Uint8Array");
  return {static_cast<unsigned char*>(data), length};
}

ByteVector Arguments::bytes(size_t i) const {
  const auto [from, length] = view(i);
  return ByteVector(from, from + length);
}

std::shared_ptr<const HeldBytes> Arguments::held(size_t i) const {
  const auto [from, length] = view(i);
  return std::make_shared<HeldBytes>(env_, values_[i], from, length);
}

HeldBytes::HeldBytes(napi_env env, napi_value array, const unsigned char* data, size_t size)
    : env_(env), data_(data), size_(size) {
  if (napi_create_reference(env, array, 1, &array_) != napi_ok) fail("native/bad-call", "the bytes cannot be kept");
}

HeldBytes::~HeldBytes() { napi_delete_reference(env_, array_); }

Limbs scalarOf(const unsigned char* bytes) {
  Limbs out;
  std::memcpy(&out, bytes, sizeof out);
  if (!below(out, Fr::order)) fail("native/bad-call", "a scalar is not below the order");
  return out;
}

Limbs Arguments::scalar(size_t i) const {
  const ByteVector value = bytes(i);
  if (value.size() != sizeof(Limbs)) fail("native/bad-call", "a scalar is not 32 bytes");
  return scalarOf(value.data());
}

std::vector<std::string> Arguments::texts(size_t i) const {
  std::uint32_t length;
  if (!present(i) || napi_get_array_length(env_, values_[i], &length) != napi_ok)
    fail("native/bad-call", "argument " + std::to_string(i) + " is not an array");
  std::vector<std::string> out;
  for (std::uint32_t k = 0; k < length; k++) {
    napi_value element;
    napi_get_element(env_, values_[i], k, &element);
    out.push_back(textOf(element, i));
  }
  return out;
}

std::shared_ptr<JobHandle> Arguments::job(size_t i) const {
  void* data = nullptr;
  if (!present(i) || napi_get_value_external(env_, values_[i], &data) != napi_ok)
    fail("native/bad-call", "argument " + std::to_string(i) + " is not a job");
  return *static_cast<std::shared_ptr<JobHandle>*>(data);
}

napi_value jobValue(napi_env env, std::shared_ptr<JobHandle> handle) {
  napi_value value;
  const auto drop = [](napi_env, void* data, void*) { delete static_cast<std::shared_ptr<JobHandle>*>(data); };
  napi_create_external(env, new std::shared_ptr<JobHandle>(std::move(handle)), drop, nullptr, &value);
  return value;
}

napi_value guarded(napi_env env, const std::function<napi_value()>& run) {
  napi_value out = nullptr;
  catching([&] { out = run(); },
           [&](const std::string& code, const char* message) { napi_throw(env, errorValue(env, code, message)); });
  return out;
}

napi_value promise(napi_env env, std::shared_ptr<JobHandle> handle, std::function<Answer(Job&)> run) {
  auto work = std::make_unique<Work>();
  work->handle = std::move(handle);
  work->run = std::move(run);
  napi_value out, name;
  napi_create_promise(env, &work->deferred, &out);
  napi_create_string_utf8(env, "disjoint", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, nullptr, name, execute, complete, work.get(), &work->work);
  napi_queue_async_work(env, work.release()->work);
  return out;
}

}  // namespace disjoint
