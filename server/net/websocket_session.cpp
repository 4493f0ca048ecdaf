#include "net/websocket_session.hpp"

#include <algorithm>

#include "inquiry/limits.hpp"

namespace wenzheng::net {
using live::close_code;
using wire::client_role;

namespace {

std::size_t message_limit(client_role role) noexcept {
    switch (role) {
        case client_role::deputy: return limits::deputy_message_bytes;
        case client_role::console: return limits::console_message_bytes;
        case client_role::screen:
        case client_role::live: break;
    }
    return limits::viewer_message_bytes;
}

}  // namespace

websocket_session::websocket_session(live::identity who, std::unique_ptr<websocket> socket,
                                     std::shared_ptr<live::room> room, session_list& sessions, live::rate most)
    : client(std::move(who), socket->out()),
      socket_(std::move(socket)),
      room_(std::move(room)),
      sessions_(sessions),
      most_(most),
      pinged_(std::chrono::steady_clock::now()) {}

void websocket_session::begin() {
    sessions_.insert(*this);
    room_->join(*this);
    socket_->begin(std::static_pointer_cast<websocket_session>(shared_from_this()), message_limit(who().role));
}

std::chrono::steady_clock::duration websocket_session::received(std::string_view text) {
    if (!sessions_.closing() && !signed_out_) room_->receive(*this, text);
    return messages().take(most_, std::chrono::steady_clock::now());
}

void websocket_session::ended() {
    room_->leave(*this);
    sessions_.erase(*this);
}

void websocket_session::sweep(live::steady_instant now) {
    socket_->out().sweep(now);
    if (now - socket_->last_heard() >= limits::idle_timeout) {
        socket_->start_close(close_code::no_pong);
        return;
    }
    if (now - socket_->last_heard() >= limits::ping_interval && now - pinged_ >= limits::ping_interval) {
        pinged_ = now;
        socket_->out().push_ping();
    }
}

void websocket_session::sign_out() {
    signed_out_ = true;
    start_close(close_code::signed_out);
}

void session_list::sweep(live::steady_instant now) {
    for (auto* session : sessions_) session->sweep(now);
}

void session_list::insert(websocket_session& session) {
    session.arrival = ++arrivals_;
    session.place = sessions_.size();
    sessions_.push_back(&session);
}

void session_list::erase(websocket_session& session) noexcept {
    sessions_[session.place] = sessions_.back();
    sessions_[session.place]->place = session.place;
    sessions_.pop_back();
}

void session_list::shed_viewers(std::size_t wanted) {
    std::vector<websocket_session*> viewers;
    std::size_t leaving = 0;
    for (auto* session : sessions_) {
        if (session->who().role != client_role::live) continue;
        if (session->shed)
            ++leaving;
        else
            viewers.push_back(session);
    }
    const auto more = std::min(wanted > leaving ? wanted - leaving : 0, viewers.size());
    std::partial_sort(viewers.begin(), viewers.begin() + static_cast<std::ptrdiff_t>(more), viewers.end(),
                      [](const auto* a, const auto* b) { return a->arrival > b->arrival; });
    for (std::size_t i = 0; i < more; ++i) {
        viewers[i]->shed = true;
        viewers[i]->start_close(close_code::crowded);
    }
}

void session_list::sign_out_changed(const live::accounts& accounts) {
    for (auto* session : sessions_) {
        const auto& who = session->who();
        if (who.role != client_role::console) continue;
        if (accounts.is_signed_out(who.sign_in) || accounts.find(who.account, who.account_version) == nullptr)
            session->sign_out();
    }
}

void session_list::close_all() {
    closing_ = true;
    for (auto* session : sessions_) session->start_close(close_code::restart);
}

}  // namespace wenzheng::net
