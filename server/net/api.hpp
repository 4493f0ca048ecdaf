// HTTP calls of the contract (PROTOCOL, HTTP): one request in, one answer out.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/answer.hpp"
#include "net/cookies.hpp"
#include "net/services.hpp"

namespace wenzheng::net {

using http_request = boost::beast::http::request<boost::beast::http::string_body>;

// Who asks, and from where.
struct request_context {
    const http_request& request;
    std::string_view path;  // without the query
    client_place from;
};

// How many bytes of body the call may have; known before the body is read.
std::size_t body_limit_of(std::string_view path) noexcept;

boost::asio::awaitable<answer> handle(services& with, request_context context);

// The parts, each in its file.
boost::asio::awaitable<answer> handle_login(services& with, request_context context);
boost::asio::awaitable<answer> handle_logout(services& with, request_context context);
boost::asio::awaitable<answer> handle_accounts(services& with, request_context context);
boost::asio::awaitable<answer> handle_audit(services& with, request_context context);
boost::asio::awaitable<answer> handle_account(services& with, request_context context, std::string account);
boost::asio::awaitable<answer> handle_inquiries(services& with, request_context context);
boost::asio::awaitable<answer> handle_inquiry(services& with, request_context context, inquiry::inquiry_id id);
boost::asio::awaitable<answer> handle_keys(services& with, request_context context, inquiry::inquiry_id id);
boost::asio::awaitable<answer> handle_join(services& with, request_context context, inquiry::inquiry_id id);
boost::asio::awaitable<answer> handle_screens(services& with, request_context context, inquiry::inquiry_id id);
boost::asio::awaitable<answer> handle_screen_join(services& with, request_context context, inquiry::inquiry_id id);
boost::asio::awaitable<answer> handle_live(services& with, request_context context, inquiry::inquiry_id id);
boost::asio::awaitable<answer> handle_card(services& with, request_context context, inquiry::inquiry_id id,
                                           std::string ballot);
boost::asio::awaitable<answer> handle_live_document(services& with, request_context context);
boost::asio::awaitable<answer> handle_report(services& with, request_context context, inquiry::inquiry_id id);
boost::asio::awaitable<answer> handle_rehearsals(services& with, request_context context, inquiry::inquiry_id id);
boost::asio::awaitable<answer> handle_presets(services& with, request_context context);
boost::asio::awaitable<answer> handle_check(services& with, request_context context);
boost::asio::awaitable<answer> handle_record(services& with, request_context context, inquiry::inquiry_id id);
boost::asio::awaitable<answer> handle_simulation(services& with, request_context context, inquiry::inquiry_id id);

// Whether the request's Origin is the server's own, an allowed one, or absent. Over TLS a page that came without is
// foreign: anybody on the way may have written it.
bool origin_allowed(const settings& common, std::string_view origin, std::string_view host, bool secure);

std::string_view header(const boost::beast::http::fields& fields, boost::beast::http::field name);

// Whether If-None-Match names the tag: the client has what would be sent.
bool is_known(const http_request& request, std::string_view etag);

// Before an operator's cookie is looked at: reads the accounts where it does not fit what this worker knows of them,
// for the cookie may be newer than that.
boost::asio::awaitable<void> catch_up_with(services& with, std::string cookies);

// The operator whose good cookie this is; the role is the account's, as last read. `up_to_date` is false where the
// cookie is signed by us and the store could not be asked about its account.
struct operator_found {
    std::optional<operator_cookie> who;
    bool up_to_date = true;
};
operator_found operator_of(const services& with, std::string_view cookies);

// The inquiry's room, or the answer that there is none.
boost::asio::awaitable<boost::system::result<std::shared_ptr<live::room>, answer>> need_room(services& with,
                                                                                             inquiry::inquiry_id id);

// The account if it is an administrator's (or any operator's), else the answer to give.
boost::system::result<operator_cookie, answer> need_operator(const services& with, std::string_view cookies);
boost::system::result<operator_cookie, answer> need_operator(const services& with, const request_context& context);
boost::system::result<operator_cookie, answer> need_admin(const services& with, const request_context& context);

// The body as JSON.
wire::result<wire::json> body_of(const request_context& context);

// Puts a command through the room's queue and waits for what comes of it.
boost::asio::awaitable<live::command_outcome> perform(live::room& room, inquiry::any_command what, std::string account);

// What an address's limits are counted by; empty where none is: this machine.
std::string counted_address(const client_place& from);

// 429, and when to come again.
answer come_again(std::chrono::milliseconds in);

// scheme://host of this server as the client sees it, for links.
std::string base_url(const request_context& context);

}  // namespace wenzheng::net

namespace boost::system {
[[noreturn]] void throw_exception_from_error(const wenzheng::net::answer&, const boost::source_location&);
}
