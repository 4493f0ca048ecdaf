#include "live/frame.hpp"

namespace wenzheng::live {

namespace {

constexpr char fin_text = '\x81';
constexpr char fin_close = '\x88';
constexpr char fin_ping = '\x89';
constexpr std::size_t header_bytes_max = 10;

void append_big_endian(std::string& out, std::uint64_t number, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>((number >> shift) & 0xff));
}

// RFC 6455 §5.2, without a mask: servers send none.
void append_length(std::string& out, std::size_t payload_bytes) {
    if (payload_bytes < 126) {
        out.push_back(static_cast<char>(payload_bytes));
    } else if (payload_bytes <= 0xffff) {
        out.push_back(126);
        append_big_endian(out, payload_bytes, 2);
    } else {
        out.push_back(127);
        append_big_endian(out, payload_bytes, 8);
    }
}

bool continues_character(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

}  // namespace

frame make_text_frame(std::string_view payload) { return make_text_frames({payload}); }

frame make_text_frames(std::initializer_list<std::string_view> payloads) {
    std::size_t all_bytes = 0;
    for (const auto payload : payloads) all_bytes += header_bytes_max + payload.size();
    std::string bytes;
    bytes.reserve(all_bytes);
    for (const auto payload : payloads) {
        bytes.push_back(fin_text);
        append_length(bytes, payload.size());
        bytes.append(payload);
    }
    return std::make_shared<const std::string>(std::move(bytes));
}

frame make_ping_frame() { return std::make_shared<const std::string>(std::string{fin_ping, '\0'}); }

frame make_close_frame(close_code code, std::string_view reason) {
    std::string bytes{fin_close};
    if (code == close_code::none) {
        append_length(bytes, 0);
    } else {
        const auto shown = cut_at_character(reason, close_reason_bytes_max);
        append_length(bytes, 2 + shown.size());
        append_big_endian(bytes, static_cast<std::uint16_t>(code), 2);
        bytes.append(shown);
    }
    return std::make_shared<const std::string>(std::move(bytes));
}

std::string_view cut_at_character(std::string_view text, std::size_t bytes_max) noexcept {
    if (text.size() <= bytes_max) return text;
    while (bytes_max > 0 && continues_character(text[bytes_max])) --bytes_max;
    return text.substr(0, bytes_max);
}

}  // namespace wenzheng::live
