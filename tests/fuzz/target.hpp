// One fuzz target a source. With libFuzzer each is a program of its own; in the short run all are linked into one,
// which replays the seeds and inputs made from them (replay.cpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace wenzheng::fuzz {

using run = void (*)(std::string_view input);

// Keeps a target by its name, for replay.cpp.
struct registration {
    registration(const char* name, run what);
};

// What must hold does not: the fuzzer keeps the input.
inline void must(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

}  // namespace wenzheng::fuzz

// NOLINTBEGIN(bugprone-macro-parentheses,cppcoreguidelines-macro-usage): a name that the linker sees.
#ifdef WENZHENG_FUZZ_REPLAY
#define WENZHENG_FUZZ_TARGET(name)                                          \
    static void run_target(std::string_view input);                         \
    static const wenzheng::fuzz::registration registered(name, run_target); \
    static void run_target(std::string_view input)
#else
#define WENZHENG_FUZZ_TARGET(name)                                                      \
    static void run_target(std::string_view input);                                     \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
        run_target({reinterpret_cast<const char*>(data), size});                        \
        return 0;                                                                       \
    }                                                                                   \
    static void run_target(std::string_view input)
#endif
// NOLINTEND(bugprone-macro-parentheses,cppcoreguidelines-macro-usage)
