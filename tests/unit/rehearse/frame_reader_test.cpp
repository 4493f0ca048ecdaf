#include "rehearse/frame_reader.hpp"

#include <vector>

#include "catch.hpp"

using namespace wenzheng::rehearse;

namespace {

struct notes final : frame_listener {
    void text(std::string_view message) override { all.push_back("text " + std::string(message)); }
    void ping(std::string_view payload) override { all.push_back("ping " + std::string(payload)); }
    void closed(int code) override { all.push_back("close " + std::to_string(code)); }
    std::vector<std::string> all;
};

// A frame as a server sends it.
std::string frame(int first, const std::string& payload) {
    std::string bytes{static_cast<char>(first)};
    if (payload.size() < 126) {
        bytes += static_cast<char>(payload.size());
    } else if (payload.size() <= 0xffff) {
        bytes += {126, static_cast<char>(payload.size() >> 8), static_cast<char>(payload.size())};
    } else {
        bytes += char{127};
        for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(payload.size() >> shift);
    }
    return bytes + payload;
}

}  // namespace

TEST_CASE("frames are read alike, however they are cut", "[frame_reader]") {
    const std::string large(70'000, 'l');
    const std::string middle(300, 'm');
    const std::string all = frame(0x81, "one") + frame(0x89, "p") + frame(0x01, "be") + frame(0x89, "") +
                            frame(0x00, "tw") + frame(0x80, "een") + frame(0x8a, "pong") + frame(0x81, middle) +
                            frame(0x81, large) + frame(0x81, "") +
                            frame(0x88,
                                  "\x03\xf4"
                                  "bye");
    const std::vector<std::string> expected{"text one",       "ping p",        "ping ", "text between",
                                            "text " + middle, "text " + large, "text ", "close 1012"};
    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{1'000}, all.size()}) {
        frame_reader reader;
        notes heard;
        for (std::size_t at = 0; at < all.size(); at += step)
            REQUIRE(reader.take(std::string_view(all).substr(at, step), heard));
        CHECK(heard.all == expected);
    }
}

TEST_CASE("what no server may send ends the reading", "[frame_reader]") {
    const auto refused = [](const std::string& bytes) {
        frame_reader reader;
        notes heard;
        return !reader.take(bytes, heard);
    };
    CHECK(refused(frame(0xc1, "compressed")));
    CHECK(refused(frame(0x82, "binary")));
    CHECK(refused(frame(0x80, "continues nothing")));
    CHECK(refused(frame(0x01, "a") + frame(0x81, "new in the middle")));
    CHECK(refused(frame(0x09, "cut ping")));
    CHECK(refused(frame(0x89, std::string(126, 'p'))));
    CHECK(refused(frame(0x88, "x")));
    CHECK(refused(std::string{'\x81', '\x83', 0, 0, 0, 0} + "abc"));
    CHECK(refused(std::string{'\x81', 127, 127, 0, 0, 0, 0, 0, 0, 0}));
    CHECK_FALSE(refused(frame(0x81, "good")));
}

TEST_CASE("a close without a code is 1005", "[frame_reader]") {
    frame_reader reader;
    notes heard;
    CHECK(reader.take(frame(0x88, ""), heard));
    CHECK(heard.all == std::vector<std::string>{"close 1005"});
}

TEST_CASE("what a client says is masked with its key, at every length", "[frame_reader]") {
    const std::uint32_t mask = 0x01020380;
    for (const std::size_t bytes : {0U, 1U, 125U, 126U, 300U, 65'535U, 65'536U}) {
        const std::string payload(bytes, 'x');
        const auto made = masked_frame(1, payload, mask);
        const auto head = made.size() - bytes - 4;
        CHECK(head == (bytes < 126 ? 2U : bytes <= 65'535 ? 4U : 10U));
        CHECK((made[1] & 0x80) != 0);
        std::string unmasked;
        for (std::size_t i = 0; i < bytes; ++i) unmasked += static_cast<char>(made[head + 4 + i] ^ made[head + i % 4]);
        CHECK(unmasked == payload);
    }
}
