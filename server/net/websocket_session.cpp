#include "net/websocket_session.hpp"

#include <algorithm>

#include "inquiry/limits.hpp"
#include "net/api.hpp"
#include "net/cookies.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using live::close_code;
using wire::client_role;

namespace {

constexpr std::string_view our_protocol = "wenzheng.v1";

// /ws/{inquiry}/{role}
struct place {
    inquiry::inquiry_id inquiry;
    client_role role = client_role::live;
};

std::optional<place> place_in(std::string_view target) {
    target = target.substr(0, target.find('?'));
    constexpr std::string_view start = "/ws/";
    if (!target.starts_with(start)) return std::nullopt;
    target.remove_prefix(start.size());
    const auto slash = target.find('/');
    if (slash == std::string_view::npos || !inquiry::is_id(target.substr(0, slash))) return std::nullopt;
    const auto role = wire::role_named(target.substr(slash + 1));
    if (!role) return std::nullopt;
    return place{inquiry::inquiry_id{std::string(target.substr(0, slash))}, *role};
}

// What a screen's page says in Sec-WebSocket-Protocol where its browser sends no cookies: our protocol, and a ticket
// that is written nowhere.
struct screen_protocol {
    bool ours = false;
    std::optional<screen_cookie> who;
};

screen_protocol read_protocol(const services& with, const std::optional<place>& at, const http::fields& fields) {
    constexpr std::string_view ticket = "wenzheng.ticket.";
    screen_protocol found;
    if (!at || at->role != client_role::screen) return found;
    auto rest = header(fields, http::field::sec_websocket_protocol);
    while (!rest.empty()) {
        auto one = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(one.size() + 1, rest.size()));
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        if (one == our_protocol) found.ours = true;
        if (one.starts_with(ticket) && !with.hub.secret().empty())
            found.who = cookie_jar(with.hub.secret()).read_ticket(one.substr(ticket.size()), with.hub.now());
    }
    return found;
}

using admission = boost::system::result<live::identity, close_code>;

// Who the cookies say it is. Another good cookie than the one needed is 4503, none at all 4501.
admission admit(const services& with, const place& at, const inquiry::state& s, std::string_view cookies,
                const std::optional<screen_cookie>& ticket) {
    live::identity who;
    who.role = at.role;
    if (at.role == client_role::live) return who;
    const cookie_jar jar(with.hub.secret());
    const auto now = with.hub.now();
    const auto [an_operator, up_to_date] = operator_of(with, cookies);
    const auto a_deputy = jar.read_deputy(cookies, now);
    const auto a_screen = ticket ? ticket : jar.read_screen(cookies, now);
    const auto other = an_operator || a_deputy || a_screen ? close_code::not_allowed : close_code::not_signed_in;
    if (at.role == client_role::console) {
        if (!up_to_date) return close_code::restart;
        if (!an_operator) return other;
        who.account = an_operator->account;
        who.account_version = an_operator->version;
        who.account_role = an_operator->role;
    }
    if (at.role == client_role::deputy) {
        if (!a_deputy || a_deputy->inquiry != at.inquiry) return other;
        const auto* deputy = s.find(a_deputy->deputy);
        if (deputy == nullptr || deputy->key_rev != a_deputy->key_rev) return close_code::not_signed_in;
        who.deputy = a_deputy->deputy;
        who.key_rev = a_deputy->key_rev;
    }
    if (at.role == client_role::screen) {
        if (!a_screen || a_screen->inquiry != at.inquiry) return other;
        const auto* screen = s.find(a_screen->screen);
        if (screen == nullptr || screen->key_rev != a_screen->key_rev) return close_code::not_signed_in;
        who.screen = a_screen->screen;
        who.key_rev = a_screen->key_rev;
    }
    return who;
}

std::size_t message_limit(client_role role) noexcept {
    switch (role) {
        case client_role::deputy: return limits::deputy_message_bytes;
        case client_role::console: return limits::console_message_bytes;
        case client_role::screen:
        case client_role::live: break;
    }
    return limits::viewer_message_bytes;
}

// When the key was issued that the cookie was given for: a worker that is behind must not take it for an old one.
std::uint64_t key_revision(const services& with, const place& at, std::string_view cookies,
                           const std::optional<screen_cookie>& ticket) {
    const cookie_jar jar(with.hub.secret());
    const auto now = with.hub.now();
    if (at.role == client_role::deputy) {
        const auto deputy = jar.read_deputy(cookies, now);
        return deputy && deputy->inquiry == at.inquiry ? deputy->key_rev : 0;
    }
    const auto screen = ticket ? ticket : jar.read_screen(cookies, now);
    return screen && screen->inquiry == at.inquiry ? screen->key_rev : 0;
}

// The deputy whose worker may be another one.
std::optional<deputy_cookie> deputy_in(const services& with, const std::optional<place>& at,
                                       const http::fields& fields) {
    if (!at || at->role != client_role::deputy || with.hub.secret().empty()) return std::nullopt;
    return cookie_jar(with.hub.secret()).read_deputy(header(fields, http::field::cookie), with.hub.now());
}

// Viewers have no name: they are counted by address, and come in only where nobody else needs the place.
bool may_watch(doors& door, const client_place& from) {
    if (door.places.crowded()) return false;
    const auto address = counted_address(from);
    return address.empty() || door.viewer_sockets.take_if_any(address, std::chrono::steady_clock::now());
}

// Everybody else is counted by what his cookie says, wherever he is.
bool may_come_again(doors& door, const inquiry::inquiry_id& at, const live::identity& who) {
    if (who.role == client_role::live) return true;
    const std::string name = who.role == client_role::console  ? "c/" + who.account
                             : who.role == client_role::screen ? "s/" + at.value + "/" + who.screen.value
                                                               : "d/" + at.value + "/" + who.deputy.value;
    return door.member_sockets.take_if_any(name, std::chrono::steady_clock::now());
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
        if (who.role == client_role::console && accounts.find(who.account, who.account_version) == nullptr)
            session->sign_out();
    }
}

void session_list::close_all() {
    closing_ = true;
    for (auto* session : sessions_) session->start_close(close_code::restart);
}

namespace {

struct guest {
    std::shared_ptr<live::room> room;
    live::identity who;
};

// Who is let in, and where; or the code that says why not.
asio::awaitable<boost::system::result<guest, close_code>> look_at(services& with, const session_list& sessions,
                                                                  const std::optional<place>& at,
                                                                  const http::request_header<>& request,
                                                                  const screen_protocol& said,
                                                                  const client_place& from) {
    const std::string cookies(header(request, http::field::cookie));
    const bool own_origin = origin_allowed(with.common, header(request, http::field::origin),
                                           header(request, http::field::host), from.secure);
    if (!own_origin) co_return close_code::not_allowed;
    if (!at) co_return close_code::no_such_place;
    if (at->role == client_role::live && !may_watch(*with.common.door, from)) co_return close_code::crowded;
    const auto room = co_await with.hub.find(at->inquiry);
    if (at->role == client_role::console) co_await catch_up_with(with, cookies);
    if (!room || sessions.closing()) co_return close_code::restart;
    if (!*room) co_return close_code::no_such_place;
    if (at->role == client_role::deputy || at->role == client_role::screen)
        co_await (*room)->follow_as_far_as(key_revision(with, *at, cookies, said.who));
    const auto who = admit(with, *at, (*room)->now(), cookies, said.who);
    if (!who) co_return who.error();
    if (!may_come_again(*with.common.door, at->inquiry, *who)) co_return close_code::crowded;
    co_return guest{*room, *who};
}

}  // namespace

asio::awaitable<void> serve_websocket(services& with, session_list& sessions, live::tcp_socket tcp, std::string early,
                                      http::request_header<> request, arrival from) {
    const auto at = place_in({request.target().data(), request.target().size()});
    if (const auto deputy = deputy_in(with, at, request);
        deputy && with.is_elsewhere(deputy->inquiry, deputy->deputy)) {
        boost::system::error_code error;
        handover over{tcp.release(error), std::move(early), std::move(request), std::move(from)};
        if (!error) with.hand_over(deputy->inquiry, deputy->deputy, std::move(over));
        co_return;
    }
    const auto said = read_protocol(with, at, request);
    const auto seen_from = place_of(from.address, from.secure, request, with.common.trusted);
    auto guest = co_await look_at(with, sessions, at, request, said, seen_from);
    auto socket = std::make_unique<websocket>(std::move(tcp), with.outboxes, std::move(early), std::move(from.seat));
    const std::string_view protocol = said.ours ? our_protocol : std::string_view{};
    const auto accepted = socket->accept(std::move(request), protocol);
    if (!accepted) co_return;
    if (!guest || sessions.closing()) {
        socket->turn_away(guest ? close_code::restart : guest.error());
        co_return;
    }
    const auto most = with.common.message_rates ? live::message_rate_of(at->role) : live::no_rate;
    std::make_shared<websocket_session>(std::move(guest->who), std::move(socket), std::move(guest->room), sessions,
                                        most)
        ->begin();
}

}  // namespace wenzheng::net
