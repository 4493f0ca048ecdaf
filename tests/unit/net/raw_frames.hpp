// The client's side of RFC 6455, written anew and without manners: it can send what no browser would.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wenzheng::testing {

enum class opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct frame_shape {
    bool fin = true;
    bool masked = true;
    unsigned reserved_bits = 0;                     // the three of them, as a number
    std::optional<std::uint64_t> length_said = {};  // instead of the payload's
    std::optional<unsigned> length_bytes = {};      // 0, 2 or 8 instead of the fewest that do
};

std::string client_frame(opcode op, std::string_view payload, frame_shape shape = {});
std::string client_frame(unsigned op, std::string_view payload, frame_shape shape = {});

// The payload of a close frame.
std::string close_payload(std::uint16_t code, std::string_view reason = {});

struct raw_frame {
    opcode op;
    std::string payload;

    bool operator==(const raw_frame&) const = default;
};

struct server_bytes {
    std::string response;           // the answer to the upgrade, up to the empty line
    std::vector<raw_frame> frames;  // the whole ones
    std::size_t rest_bytes = 0;     // of a frame that isn't whole yet
    std::string fault;              // what a server must not send; empty where all is well

    // The code of the close frame, 0 where it had none; nothing where there is no close frame.
    std::optional<std::uint16_t> closed_with() const;
};

// Everything a server sent on a connection, taken apart. Servers send neither masks nor reserved bits, nor anything
// behind a close frame, and here no fragments.
server_bytes take_apart(std::string_view received);

// For Catch.
std::ostream& operator<<(std::ostream& out, const raw_frame& shown);

}  // namespace wenzheng::testing
