#include "rehearse/frame_reader.hpp"

#include <array>

namespace wenzheng::rehearse {

namespace {

constexpr std::uint8_t continuation = 0;
constexpr std::uint8_t text_frame = 1;
constexpr std::uint8_t close_frame = 8;
constexpr std::uint8_t ping_frame = 9;
constexpr std::uint8_t pong_frame = 10;
constexpr int no_code = 1005;

std::uint8_t byte_at(std::string_view bytes, std::size_t i) noexcept { return static_cast<std::uint8_t>(bytes[i]); }

std::size_t big_endian(std::string_view bytes) noexcept {
    std::size_t number = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) number = number << 8 | byte_at(bytes, i);
    return number;
}

}  // namespace

frame_reader::head frame_reader::read_head(std::string_view bytes) noexcept {
    head of;
    if (bytes.size() < 2) return of;
    of.last = (byte_at(bytes, 0) & 0x80) != 0;
    of.opcode = byte_at(bytes, 0) & 0x0f;
    of.good = (byte_at(bytes, 0) & 0x70) == 0 && (byte_at(bytes, 1) & 0x80) == 0;
    const std::size_t said = byte_at(bytes, 1) & 0x7f;
    const std::size_t length_bytes = said == 126 ? 2 : said == 127 ? 8 : 0;
    if (bytes.size() < 2 + length_bytes) return of;
    of.payload_bytes = length_bytes == 0 ? said : big_endian(bytes.substr(2, length_bytes));
    of.size_bytes = 2 + length_bytes;
    of.good = of.good && of.payload_bytes <= message_bytes_max;
    return of;
}

bool frame_reader::take(std::string_view bytes, frame_listener& listener) {
    if (rest_.empty()) {
        const auto used = take_whole(bytes, listener);
        if (used == std::string_view::npos) return false;
        if (used < bytes.size()) rest_.assign(bytes.substr(used));
        return true;
    }
    rest_.append(bytes);
    const auto used = take_whole(rest_, listener);
    if (used == std::string_view::npos) return false;
    if (used == rest_.size())
        std::string().swap(rest_);  // gives the memory back
    else
        rest_.erase(0, used);
    return true;
}

std::size_t frame_reader::take_whole(std::string_view bytes, frame_listener& listener) {
    std::size_t used = 0;
    while (true) {
        const auto of = read_head(bytes.substr(used));
        if (!of.good) return std::string_view::npos;
        if (of.size_bytes == 0 || bytes.size() - used < of.size_bytes + of.payload_bytes) return used;
        if (!take_frame(of, bytes.substr(used + of.size_bytes, of.payload_bytes), listener))
            return std::string_view::npos;
        used += of.size_bytes + of.payload_bytes;
    }
}

bool frame_reader::take_frame(const head& of, std::string_view payload, frame_listener& listener) {
    const bool control = of.opcode >= close_frame;
    if (control && (!of.last || payload.size() > 125)) return false;
    switch (of.opcode) {
        case text_frame:
            if (in_message_) return false;
            if (of.last)
                listener.text(payload);
            else
                fragments_.assign(payload);
            in_message_ = !of.last;
            return true;
        case continuation:
            if (!in_message_ || fragments_.size() + payload.size() > message_bytes_max) return false;
            fragments_.append(payload);
            if (of.last) {
                in_message_ = false;
                listener.text(fragments_);
                std::string().swap(fragments_);
            }
            return true;
        case ping_frame: listener.ping(payload); return true;
        case pong_frame: return true;
        case close_frame:
            listener.closed(payload.size() < 2 ? no_code : static_cast<int>(big_endian(payload.substr(0, 2))));
            return payload.size() != 1;
        default: return false;
    }
}

std::string masked_frame(std::uint8_t opcode, std::string_view payload, std::uint32_t mask) {
    std::string bytes;
    bytes.reserve(payload.size() + 14);
    bytes.push_back(static_cast<char>(0x80 | opcode));
    const std::size_t length_bytes = payload.size() < 126 ? 0 : payload.size() <= 0xffff ? 2 : 8;
    const std::size_t said = length_bytes == 0 ? payload.size() : length_bytes == 2 ? 126 : 127;
    bytes.push_back(static_cast<char>(0x80 | said));
    for (std::size_t i = length_bytes; i > 0; --i) bytes.push_back(static_cast<char>(payload.size() >> (8 * (i - 1))));
    const std::array<char, 4> key{static_cast<char>(mask >> 24), static_cast<char>(mask >> 16),
                                  static_cast<char>(mask >> 8), static_cast<char>(mask)};
    bytes.append(key.data(), key.size());
    for (std::size_t i = 0; i < payload.size(); ++i) bytes.push_back(static_cast<char>(payload[i] ^ key[i % 4]));
    return bytes;
}

}  // namespace wenzheng::rehearse
