#pragma once

#include <chrono>
#include <optional>
#include <random>

namespace wenzheng::rehearse {

// No close frame was seen: the network, or the other side, went away without a word.
constexpr int close_abnormal = 1006;
constexpr int close_restart = 1012;

// When to come back after a connection has ended, as the contract's close codes ask. Pure: no timer, no socket.
class reconnect_policy {
public:
    // Call once the server has said welcome: the next failure is a first one again.
    void welcomed() { failures_ = 0; }

    // How long to wait before the next try; nothing: don't come back.
    std::optional<std::chrono::milliseconds> after(int close_code, std::mt19937_64& random);

private:
    int failures_ = 0;
};

}  // namespace wenzheng::rehearse
