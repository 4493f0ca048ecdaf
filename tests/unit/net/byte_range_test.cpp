#include "net/byte_range.hpp"

#include <string>

#include "catch.hpp"

using namespace wenzheng::net;
using enum byte_range::kind;

namespace {

std::string shown(std::string_view header, std::uint64_t size = 100) {
    const auto range = read_range(header, size);
    if (range.what == beyond) return "beyond";
    return (range.what == whole ? "whole " : "part ") + std::to_string(range.offset) + "+" +
           std::to_string(range.length);
}

}  // namespace

TEST_CASE("a single range of bytes is cut to the file") {
    CHECK(shown("bytes=0-9") == "part 0+10");
    CHECK(shown("bytes=0-0") == "part 0+1");
    CHECK(shown("bytes=90-") == "part 90+10");
    CHECK(shown("bytes=99-") == "part 99+1");
    CHECK(shown("bytes=0-") == "part 0+100");
    CHECK(shown("bytes=90-1000") == "part 90+10");
    CHECK(shown("bytes=-10") == "part 90+10");
    CHECK(shown("bytes=-1000") == "part 0+100");
    CHECK(shown("bytes= 5-6 ") == "part 5+2");
    CHECK(shown("bytes=4294967296-4294967300", 5'000'000'000) == "part 4294967296+5");
}

TEST_CASE("a range behind the end is beyond it") {
    CHECK(shown("bytes=100-") == "beyond");
    CHECK(shown("bytes=1000-2000") == "beyond");
    CHECK(shown("bytes=-0") == "beyond");
    CHECK(shown("bytes=101-") == "beyond");
}

TEST_CASE("what is no single range is not looked at") {
    for (const auto* header : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=9-3", "bytes=0-1,5-6", "items=0-1",
                               "bytes=0-1-2", "bytes=--5", "bytes=1", "bytes=99999999999999999999-", "bytes=+1-2"})
        CHECK(shown(header) == "whole 0+100");
}
