// Takes WebSocket frames of a server apart (RFC 6455 §5): pure, and no memory for a connection between two whole
// frames.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wenzheng::rehearse {

// Who is told what stood in the frames. The views are good until the call returns.
class frame_listener {
public:
    virtual void text(std::string_view message) = 0;
    virtual void ping(std::string_view payload) = 0;
    // 1005 where the frame named none.
    virtual void closed(int code) = 0;

protected:
    ~frame_listener() = default;
};

class frame_reader {
public:
    // False once something came that no server may send: a mask, a reserved bit, a binary frame, fragments out of
    // order, or a message over `message_bytes_max`. Nothing may be given to it afterwards.
    bool take(std::string_view bytes, frame_listener& listener);

    static constexpr std::size_t message_bytes_max = 16 * 1024 * 1024;

private:
    struct head {
        std::size_t size_bytes = 0;  // of the head itself; 0 where it isn't all here
        std::size_t payload_bytes = 0;
        std::uint8_t opcode = 0;
        bool last = false;
        bool good = true;
    };
    static head read_head(std::string_view bytes) noexcept;
    // How many bytes of whole frames it used; npos after a fault.
    std::size_t take_whole(std::string_view bytes, frame_listener& listener);
    bool take_frame(const head& of, std::string_view payload, frame_listener& listener);

    std::string rest_;       // of a frame that isn't all here
    std::string fragments_;  // of a message that isn't all here
    bool in_message_ = false;
};

// The same way back: one whole masked frame. `opcode` 1 is text, 8 close, 10 pong.
std::string masked_frame(std::uint8_t opcode, std::string_view payload, std::uint32_t mask);

}  // namespace wenzheng::rehearse
