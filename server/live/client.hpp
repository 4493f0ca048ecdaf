// A connected client as a room sees it. The session in net/ is one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "inquiry/state.hpp"
#include "live/frame.hpp"
#include "live/outbox.hpp"
#include "live/token_bucket.hpp"
#include "wire/client_messages.hpp"

namespace wenzheng::live {

// Who is at the other end, from the cookie that was checked at the handshake.
struct identity {
    wire::client_role role = wire::client_role::live;
    inquiry::deputy_id deputy;  // role deputy
    inquiry::screen_id screen;  // role screen
    std::uint64_t key_rev = 0;  // of the deputy's or screen's key that the cookie was given for
    std::string account;        // role console
    std::string account_version;
    std::uint64_t sign_in = 0;  // of the cookie
    inquiry::account_role account_role = inquiry::account_role::moderator;
};

// Used on its worker's thread only. Rooms keep plain pointers between join() and leave(), and weak ones for answers.
class client : public std::enable_shared_from_this<client> {
public:
    // The outbox lives as long as this.
    client(identity who, outbox& out) : out_(out), who_(std::move(who)) {}
    virtual ~client() = default;
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    outbox& out() noexcept { return out_; }
    virtual void start_close(close_code code) = 0;

    const identity& who() const noexcept { return who_; }
    std::uint64_t painted_rev = 0;  // a screen's: what it has really drawn

    // What pays for messages: its own, or the one that all sockets of a deputy share. That one outlives this.
    token_bucket& messages() noexcept { return *messages_; }
    void share_messages(token_bucket& with) noexcept { messages_ = &with; }

    // For the audience that it is in: where it is in it.
    std::size_t seat_in_audience = 0;

private:
    outbox& out_;
    identity who_;
    token_bucket own_messages_;
    token_bucket* messages_ = &own_messages_;
};

}  // namespace wenzheng::live
