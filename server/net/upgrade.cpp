#include "net/upgrade.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

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
        who.sign_in = an_operator->sign_in;
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

struct guest {
    std::shared_ptr<live::room> room;
    live::identity who;
};

using verdict = boost::system::result<guest, close_code>;

// What the request itself tells.
struct reading {
    std::optional<place> at;
    screen_protocol said;
    client_place from;
};

// What is wrong before anybody is asked.
std::optional<close_code> turned_away(services& with, const reading& read, const http::request_header<>& request) {
    const bool own_origin = origin_allowed(with.common, header(request, http::field::origin),
                                           header(request, http::field::host), read.from.secure);
    if (!own_origin) return close_code::not_allowed;
    if (!read.at) return close_code::no_such_place;
    if (read.at->role == client_role::live && !may_watch(*with.common.door, read.from)) return close_code::crowded;
    return std::nullopt;
}

// Who is let in, and where; or the code that says why not.
asio::awaitable<verdict> look_at(services& with, const session_list& sessions, const reading& read,
                                 const http::request_header<>& request) {
    const auto& at = *read.at;
    const std::string cookies(header(request, http::field::cookie));
    const auto room = co_await with.hub.find(at.inquiry);
    if (at.role == client_role::console) co_await catch_up_with(with, cookies);
    if (!room || sessions.closing()) co_return close_code::restart;
    if (!*room) co_return close_code::no_such_place;
    if (at.role == client_role::deputy || at.role == client_role::screen)
        co_await (*room)->follow_as_far_as(key_revision(with, at, cookies, read.said.who));
    const auto who = admit(with, at, (*room)->now(), cookies, read.said.who);
    if (!who) co_return who.error();
    if (!may_come_again(*with.common.door, at.inquiry, *who)) co_return close_code::crowded;
    co_return guest{*room, *who};
}

void let_in(services& with, session_list& sessions, upgrade what, const reading& read, verdict guest) {
    auto socket = std::make_unique<websocket>(std::move(what.socket), with.outboxes, std::move(what.early),
                                              std::move(what.from.seat));
    const std::string_view protocol = read.said.ours ? our_protocol : std::string_view{};
    const auto accepted = socket->accept(std::move(what.request), protocol);
    if (!accepted) return;
    if (!guest || sessions.closing()) return socket->turn_away(guest ? close_code::restart : guest.error());
    const auto most = with.common.message_rates ? live::message_rate_of(read.at->role) : live::no_rate;
    std::make_shared<websocket_session>(std::move(guest->who), std::move(socket), std::move(guest->room), sessions,
                                        most)
        ->begin();
}

asio::awaitable<void> look_and_answer(services& with, session_list& sessions, upgrade what, reading read) {
    auto found = co_await look_at(with, sessions, read, what.request);
    let_in(with, sessions, std::move(what), read, std::move(found));
}

}  // namespace

void serve_upgrade(services& with, session_list& sessions, upgrade what) {
    reading read;
    read.at = place_in({what.request.target().data(), what.request.target().size()});
    if (const auto deputy = deputy_in(with, read.at, what.request);
        deputy && with.is_elsewhere(deputy->inquiry, deputy->deputy)) {
        boost::system::error_code error;
        handover over{what.socket.release(error), std::move(what.early), std::move(what.request), std::move(what.from)};
        if (!error) with.hand_over(deputy->inquiry, deputy->deputy, std::move(over));
        return;
    }
    read.said = read_protocol(with, read.at, what.request);
    read.from = place_of(what.from.address, what.from.secure, what.request, with.common.trusted);
    if (const auto why = turned_away(with, read, what.request))
        return let_in(with, sessions, std::move(what), read, *why);
    // A viewer of an inquiry that is open already: nobody has to be asked, so nothing is waited for.
    if (auto room = read.at->role == client_role::live ? with.hub.open_room(read.at->inquiry) : nullptr) {
        live::identity viewer;
        return let_in(with, sessions, std::move(what), read, guest{std::move(room), std::move(viewer)});
    }
    asio::co_spawn(with.context, look_and_answer(with, sessions, std::move(what), std::move(read)), asio::detached);
}

}  // namespace wenzheng::net
