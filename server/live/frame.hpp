// A finished, unmasked WebSocket frame (RFC 6455), encoded once and shared by every socket that it goes to.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace wenzheng::live {

// Immutable, header and payload together. Never empty where it is pushed.
using frame = std::shared_ptr<const std::string>;

// Why a connection ends, as a browser reads it. 4000–4499: come back with backoff; 4500–4999: don't, by yourself.
enum class close_code : std::uint16_t {
    none = 0,  // no close frame was seen
    normal = 1000,
    going_away = 1001,
    broken_frames = 1002,
    binary = 1003,
    bad_utf8 = 1007,
    too_big = 1009,
    restart = 1012,
    too_slow = 4008,
    no_pong = 4012,
    crowded = 4013,
    not_signed_in = 4501,
    not_allowed = 4503,
    no_such_place = 4504,
    signed_out = 4505,
    replaced = 4509,
};

constexpr std::size_t control_payload_bytes_max = 125;
constexpr std::size_t close_reason_bytes_max = control_payload_bytes_max - 2;

// One whole text message; the payload has to be UTF-8.
frame make_text_frame(std::string_view payload);

// Several whole text messages one behind the other, to leave in one piece.
frame make_text_frames(std::initializer_list<std::string_view> payloads);

// An empty ping.
frame make_ping_frame();

// The reason is cut at a character's edge to what a control frame can hold.
frame make_close_frame(close_code code, std::string_view reason = {});

// The longest beginning of `text` within `bytes_max` that doesn't end inside a UTF-8 character.
std::string_view cut_at_character(std::string_view text, std::size_t bytes_max) noexcept;

}  // namespace wenzheng::live
