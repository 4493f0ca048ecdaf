// One client's connection from the upgrade request to the close.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "live/client.hpp"
#include "net/services.hpp"
#include "net/websocket.hpp"

namespace wenzheng::net {

class websocket_session;

// The sessions of one worker, for the sweep and for the end.
class session_list {
public:
    // About once a second: write deadlines, pings, and clients that don't answer them.
    void sweep(live::steady_instant now);
    // Consoles whose account is another one now, or gone, and those of a cookie that was signed out.
    void sign_out_changed(const live::accounts& accounts);
    // Asks viewers to leave, the newest first, until so many of them have been.
    void shed_viewers(std::size_t wanted);
    // Tells every client to come back at once (1012).
    void close_all();
    // From now on messages of clients are not taken any more.
    void stop_receiving() noexcept { closing_ = true; }
    bool empty() const noexcept { return sessions_.empty(); }
    void insert(websocket_session& session);
    void erase(websocket_session& session) noexcept;
    bool closing() const noexcept { return closing_; }

private:
    std::vector<websocket_session*> sessions_;  // each knows its place
    std::uint64_t arrivals_ = 0;
    bool closing_ = false;
};

// Held by its socket, which reads for it, until the connection is over.
class websocket_session final : public live::client, public websocket::reader {
public:
    websocket_session(live::identity who, std::unique_ptr<websocket> socket, std::shared_ptr<live::room> room,
                      session_list& sessions, live::rate most);

    // Joins the room and reads, no faster than `most`. To be called once.
    void begin();

    void start_close(live::close_code code) override { socket_->start_close(code); }
    void sweep(live::steady_instant now);
    // Takes no further message, and closes.
    void sign_out();

    // For the session_list: where it is in it, how many came before, and whether it was asked to make room.
    std::size_t place = 0;
    std::uint64_t arrival = 0;
    bool shed = false;

private:
    std::chrono::steady_clock::duration received(std::string_view text) override;
    void ended() override;

    std::unique_ptr<websocket> socket_;
    std::shared_ptr<live::room> room_;
    session_list& sessions_;
    live::rate most_;
    live::steady_instant pinged_;
    bool signed_out_ = false;
};

}  // namespace wenzheng::net
