#include "net/raw_frames.hpp"

#include <array>
#include <ostream>

namespace wenzheng::testing {

namespace {

constexpr std::array<unsigned char, 4> mask{0x11, 0xa2, 0x07, 0xfe};

void append_big_endian(std::string& out, std::uint64_t number, unsigned bytes) {
    for (unsigned left = bytes; left > 0; --left) out.push_back(static_cast<char>(number >> ((left - 1) * 8) & 0xff));
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char each : bytes) number = number << 8 | static_cast<unsigned char>(each);
    return number;
}

unsigned fewest_length_bytes(std::uint64_t length) { return length < 126 ? 0 : length <= 0xffff ? 2 : 8; }

// Why a server may not send this frame, or nothing.
std::string fault_of(unsigned char first, unsigned char second, unsigned length_bytes, std::uint64_t length) {
    const unsigned op = first & 0x0f;
    if ((first & 0x80) == 0 || op == 0) return "a fragment";
    if ((first & 0x70) != 0) return "a reserved bit";
    if ((second & 0x80) != 0) return "a mask";
    if (op != 1 && op != 8 && op != 9 && op != 10) return "opcode " + std::to_string(op);
    if (op >= 8 && length > 125) return "a long control frame";
    if (length_bytes != fewest_length_bytes(length)) return "a length in too many bytes";
    return {};
}

// Takes one frame off the front of `rest`; false when it isn't whole.
bool take_frame(server_bytes& parts, std::string_view& rest) {
    if (rest.size() < 2) return false;
    const auto first = static_cast<unsigned char>(rest[0]);
    const auto second = static_cast<unsigned char>(rest[1]);
    const unsigned short_length = second & 0x7f;
    const unsigned length_bytes = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
    if (rest.size() < 2 + length_bytes) return false;
    const std::uint64_t length = length_bytes == 0 ? short_length : big_endian(rest.substr(2, length_bytes));
    parts.fault = fault_of(first, second, length_bytes, length);
    if (!parts.fault.empty() || rest.size() < 2 + length_bytes + length) return false;
    if (parts.closed_with()) {
        parts.fault = "a frame behind the close";
        return false;
    }
    parts.frames.push_back({static_cast<opcode>(first & 0x0f), std::string(rest.substr(2 + length_bytes, length))});
    rest.remove_prefix(2 + length_bytes + length);
    return true;
}

}  // namespace

std::string client_frame(opcode op, std::string_view payload, frame_shape shape) {
    return client_frame(static_cast<unsigned>(op), payload, shape);
}

std::string client_frame(unsigned op, std::string_view payload, frame_shape shape) {
    const std::uint64_t length = shape.length_said.value_or(payload.size());
    const unsigned length_bytes = shape.length_bytes.value_or(fewest_length_bytes(length));
    std::string bytes;
    bytes.push_back(static_cast<char>((shape.fin ? 0x80 : 0) | shape.reserved_bits << 4 | op));
    const unsigned short_length = length_bytes == 2 ? 126 : length_bytes == 8 ? 127 : static_cast<unsigned>(length);
    bytes.push_back(static_cast<char>((shape.masked ? 0x80 : 0) | short_length));
    append_big_endian(bytes, length, length_bytes);
    if (shape.masked) bytes.append(mask.begin(), mask.end());
    for (std::size_t at = 0; at < payload.size(); ++at) {
        bytes.push_back(shape.masked ? static_cast<char>(payload[at] ^ mask[at % mask.size()]) : payload[at]);
    }
    return bytes;
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
    std::string payload;
    append_big_endian(payload, code, 2);
    payload.append(reason);
    return payload;
}

std::optional<std::uint16_t> server_bytes::closed_with() const {
    if (frames.empty() || frames.back().op != opcode::close) return std::nullopt;
    const auto& payload = frames.back().payload;
    return payload.size() < 2 ? 0 : static_cast<std::uint16_t>(big_endian(std::string_view(payload).substr(0, 2)));
}

server_bytes take_apart(std::string_view received) {
    server_bytes parts;
    const auto end = received.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        parts.rest_bytes = received.size();
        return parts;
    }
    parts.response = received.substr(0, end + 4);
    auto rest = received.substr(end + 4);
    while (take_frame(parts, rest)) {
    }
    parts.rest_bytes = rest.size();
    return parts;
}

std::ostream& operator<<(std::ostream& out, const raw_frame& shown) {
    return out << static_cast<unsigned>(shown.op) << ':' << shown.payload.substr(0, 60) << '(' << shown.payload.size()
               << ')';
}

}  // namespace wenzheng::testing
