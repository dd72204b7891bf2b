/** @file The kernel's errors, as the TypeScript binding receives them. */
#pragma once
#include <stdexcept>
#include <string>

namespace disjoint {

/** `code` is `native/what`; the message names the value. */
struct Error : std::runtime_error {
  std::string code;
  Error(std::string what, const std::string& message) : std::runtime_error(message), code(std::move(what)) {}
};

[[noreturn]] inline void fail(const char* code, const std::string& message) { throw Error(code, message); }

}  // namespace disjoint
