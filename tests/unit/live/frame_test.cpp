#include "live/frame.hpp"

#include <string>

#include "catch.hpp"

using namespace wenzheng::live;

TEST_CASE("a text frame has the shortest header that holds its length", "[frame]") {
    const auto header = [](std::size_t bytes) {
        const auto made = make_text_frame(std::string(bytes, 'x'));
        return made->substr(0, made->size() - bytes);
    };
    CHECK(header(0) == std::string("\x81\x00", 2));
    CHECK(header(125) == std::string("\x81\x7d", 2));
    CHECK(header(126) == std::string("\x81\x7e\x00\x7e", 4));
    CHECK(header(65535) == std::string("\x81\x7e\xff\xff", 4));
    CHECK(header(65536) == std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
}

TEST_CASE("a close frame carries its code and as much of the reason as fits, cut between characters", "[frame]") {
    CHECK(*make_close_frame(close_code::none) == std::string("\x88\x00", 2));
    CHECK(*make_close_frame(close_code::restart, "restart") == "\x88\x09\x03\xf4restart");
    std::string reason(close_reason_bytes_max - 1, 'a');
    reason += "问";
    CHECK(*make_close_frame(close_code::too_slow, reason) ==
          "\x88\x7c\x0f\xa8" + std::string(close_reason_bytes_max - 1, 'a'));
    CHECK(cut_at_character("问政", 5) == "问");
    CHECK(cut_at_character("问政", 6) == "问政");
    CHECK(cut_at_character("问政", 2).empty());
}
