#include "net/api.hpp"

#include <sodium.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "inquiry/limits.hpp"
#include "live/keys.hpp"
#include "net/audited.hpp"
#include "net/evidence_files.hpp"

namespace boost::system {
void throw_exception_from_error(const wenzheng::net::answer&, const boost::source_location& where) {
    throw std::logic_error(std::string("an answer was not looked at in ") + where.file_name());
}
}  // namespace boost::system

namespace wenzheng::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using http::status;
using http::verb;

namespace {

answer no_such_page() { return error_answer({"no_such_page", "there is nothing here"}); }
answer wrong_method() { return error_answer({"method_not_allowed", "this address does not know this method"}); }

std::vector<std::string_view> segments(std::string_view path) {
    std::vector<std::string_view> all;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = path.find('/');
        all.push_back(path.substr(0, end));
        path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    }
    return all;
}

bool reads_only(const http_request& request) { return request.method() == verb::get || request.method() == verb::head; }

// State-changing calls: JSON, and from our own pages or no page at all.
std::optional<answer> refuse_foreign(const services& with, const request_context& context) {
    if (reads_only(context.request)) return std::nullopt;
    const auto& fields = context.request;
    if (!origin_allowed(with.common, header(fields, http::field::origin), header(fields, http::field::host),
                        context.from.secure))
        return error_answer({"foreign_origin", "this Origin is not allowed"});
    auto type = header(fields, http::field::content_type);
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ')) type.remove_suffix(1);
    if (!boost::beast::iequals({type.data(), type.size()}, "application/json"))
        return error_answer({"unsupported_media_type", "Content-Type must be application/json"});
    return std::nullopt;
}

answer readiness(const services& with) {
    const auto reasons = with.hub.reasons();
    return json_answer(reasons.empty() ? status::ok : status::service_unavailable, {{"reasons", reasons}});
}

answer metrics(const services& with, const request_context& context) {
    const auto given = header(context.request, http::field::authorization);
    const std::string expected = "Bearer " + with.common.metrics_token;
    const bool token_good = !with.common.metrics_token.empty() && given.size() == expected.size() &&
                            sodium_memcmp(given.data(), expected.data(), expected.size()) == 0;
    if (!context.from.loopback && !token_good) return error_answer({"not_signed_in", "metrics need a token"});
    answer out;
    out.content_type = "text/plain; version=0.0.4; charset=utf-8";
    out.body = with.common.metrics ? with.common.metrics() : "";
    return out;
}

answer page(const services& with, const request_context& context) {
    if (context.path == "/") {
        answer home;
        home.status = status::found;
        home.headers.emplace_back("Location", "/live");
        return home;
    }
    const auto* file = with.common.pages.find(context.path);
    if (file == nullptr) return no_such_page();
    if (!reads_only(context.request)) return wrong_method();
    answer out;
    out.content_type = file->content_type;
    out.cache_control = file->immutable ? "public, max-age=31536000, immutable" : "no-cache";
    out.headers.emplace_back("ETag", file->etag);
    out.headers.emplace_back("Vary", "Accept-Encoding");
    if (header(context.request, http::field::if_none_match) == file->etag) {
        out.status = status::not_modified;
        return out;
    }
    const bool zipped =
        file->gzip && header(context.request, http::field::accept_encoding).find("gzip") != std::string_view::npos;
    if (zipped) out.headers.emplace_back("Content-Encoding", "gzip");
    out.shared_body = zipped ? file->gzip : file->plain;
    return out;
}

using inquiry_handler = asio::awaitable<answer> (*)(services&, request_context, inquiry::inquiry_id);
struct route {
    std::string_view rest;
    verb method;
    inquiry_handler handler;
};

// Below /api/v1/inquiries/{id}.
constexpr std::array<route, 12> routes{{
    {"", verb::get, handle_inquiry},
    {"", verb::put, handle_inquiry},
    {"keys", verb::post, handle_keys},
    {"join", verb::post, handle_join},
    {"screens", verb::post, handle_screens},
    {"screens/join", verb::post, handle_screen_join},
    {"live", verb::get, handle_live},
    {"record", verb::get, handle_record},
    {"simulation", verb::get, handle_simulation},
    {"simulation", verb::post, handle_simulation},
    {"report", verb::get, handle_report},
    {"rehearsals", verb::post, handle_rehearsals},
}};

asio::awaitable<answer> handle_one_inquiry(services& with, request_context context, std::string_view id,
                                           std::string_view rest) {
    const auto method = context.request.method() == verb::head ? verb::get : context.request.method();
    bool known_path = false;
    for (const auto& one : routes) {
        if (one.rest != rest) continue;
        known_path = true;
        if (one.method != method) continue;
        if (!inquiry::is_id(id)) co_return error_answer({"no_such_inquiry", "there is no such inquiry"});
        co_return co_await one.handler(with, context, inquiry::inquiry_id{std::string(id)});
    }
    // What is uploaded never comes here.
    if (known_path || rest == "evidence" || rest == "emblem") co_return wrong_method();
    co_return no_such_page();
}

asio::awaitable<answer> handle_api(services& with, request_context context) {
    const auto parts = segments(context.path.substr(std::string_view("/api/v1").size()));
    const bool posts = context.request.method() == verb::post;
    if (parts.size() == 1 && (parts[0] == "login" || parts[0] == "logout")) {
        if (!posts) co_return wrong_method();
        if (parts[0] == "login") co_return co_await handle_login(with, context);
        co_return co_await handle_logout(with, context);
    }
    co_await catch_up_with(with, std::string(header(context.request, http::field::cookie)));
    if (parts.size() == 1 && parts[0] == "accounts") {
        if (!posts && !reads_only(context.request)) co_return wrong_method();
        co_return co_await handle_accounts(with, context);
    }
    if (parts.size() == 2 && parts[0] == "accounts") {
        const auto method = context.request.method();
        if (method != verb::put && method != verb::delete_) co_return wrong_method();
        co_return co_await handle_account(with, context, std::string(parts[1]));
    }
    if (parts.size() == 1 && parts[0] == "audit") {
        if (!reads_only(context.request)) co_return wrong_method();
        co_return co_await handle_audit(with, context);
    }
    if (parts.size() == 1 && parts[0] == "presets") {
        if (!reads_only(context.request)) co_return wrong_method();
        co_return co_await handle_presets(with, context);
    }
    if (parts.size() == 2 && parts[0] == "inquiries" && parts[1] == "check" && posts)
        co_return co_await handle_check(with, context);
    if (parts.size() == 1 && parts[0] == "inquiries") {
        if (!posts && !reads_only(context.request)) co_return wrong_method();
        co_return co_await handle_inquiries(with, context);
    }
    if (parts.size() == 5 && parts[0] == "inquiries" && parts[2] == "ballots" && parts[4] == "card.png") {
        if (!reads_only(context.request)) co_return wrong_method();
        if (!inquiry::is_id(parts[1])) co_return error_answer({"no_such_inquiry", "there is no such inquiry"});
        co_return co_await handle_card(with, context, inquiry::inquiry_id{std::string(parts[1])},
                                       std::string(parts[3]));
    }
    if (parts.size() < 2 || parts.size() > 4 || parts[0] != "inquiries") co_return no_such_page();
    std::string rest;
    for (std::size_t i = 2; i < parts.size(); ++i) rest += (i > 2 ? "/" : "") + std::string(parts[i]);
    co_return co_await handle_one_inquiry(with, context, parts[1], rest);
}

// What stands in the list of acts is not begun where the list can't be written.
asio::awaitable<answer> handle_and_note(services& with, request_context context) {
    const auto act = act_of(context.request.method(), context.path);
    if (!act) co_return co_await handle_api(with, context);
    if (!with.hub.is_ready()) co_return error_answer({"unavailable", "the store is away"});
    // Who asks, before the act: it may be on his own account.
    const std::string cookies(header(context.request, http::field::cookie));
    co_await catch_up_with(with, cookies);
    std::string account;
    if (const auto found = operator_of(with, cookies); found.who && *act != "signed_in") account = found.who->account;
    auto out = co_await handle_api(with, context);
    if (out.noted.account.empty()) out.noted.account = std::move(account);
    const auto parts = segments(context.path.substr(std::string_view("/api/v1").size()));
    inquiry::inquiry_id of;
    if (parts.size() > 1 && parts[0] == "inquiries" && inquiry::is_id(parts[1])) of.value = std::string(parts[1]);
    co_return co_await write_down(with, context.from, std::string(*act), std::move(of), std::move(out));
}

}  // namespace

std::size_t body_limit_of(std::string_view path) noexcept {
    if (!path.starts_with("/api/v1/inquiries")) return limits::small_request_body_bytes;
    if (path.ends_with("/join") || path.ends_with("/screens")) return limits::small_request_body_bytes;
    return limits::request_body_bytes;
}

asio::awaitable<answer> handle(services& with, request_context context) {
    live::add(with.counters.requests);
    if (auto refused = refuse_foreign(with, context)) co_return *refused;
    if (context.path.starts_with("/api/v1/")) co_return co_await handle_and_note(with, context);
    if (context.path.starts_with("/evidence/")) co_return co_await handle_evidence(with, context);
    if (context.path.starts_with("/live/")) co_return co_await handle_live_document(with, context);
    if (context.path == "/healthz") co_return json_answer(status::ok, {{"status", "alive"}});
    if (context.path == "/readyz") co_return readiness(with);
    if (context.path == "/metrics") co_return metrics(with, context);
    co_return page(with, context);
}

bool origin_allowed(const settings& common, std::string_view origin, std::string_view host, bool secure) {
    if (origin.empty()) return true;
    const auto& allowed = common.allowed_origins;
    if (std::find(allowed.begin(), allowed.end(), origin) != allowed.end()) return true;
    for (const std::string_view scheme : {"http://", "https://"})
        if (origin.starts_with(scheme) && (!secure || scheme == "https://"))
            return !host.empty() && origin.substr(scheme.size()) == host;
    return false;
}

std::string_view header(const http::fields& fields, http::field name) {
    const auto found = fields.find(name);
    if (found == fields.end()) return {};
    return {found->value().data(), found->value().size()};
}

bool is_known(const http_request& request, std::string_view etag) {
    auto rest = header(request, http::field::if_none_match);
    while (!rest.empty()) {
        auto one = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(one.size() + 1, rest.size()));
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        if (one.starts_with("W/")) one.remove_prefix(2);
        if (one == etag || one == "*") return true;
    }
    return false;
}

asio::awaitable<void> catch_up_with(services& with, std::string cookies) {
    const auto who = cookie_jar(with.hub.secret()).read_operator(cookies, with.hub.now());
    if (who && with.accounts.find(who->account, who->version) == nullptr) co_await with.accounts.refresh();
}

operator_found operator_of(const services& with, std::string_view cookies) {
    auto who = cookie_jar(with.hub.secret()).read_operator(cookies, with.hub.now());
    if (!who || with.accounts.is_signed_out(who->sign_in)) return {};
    const auto* account = with.accounts.find(who->account, who->version);
    if (account == nullptr) return {std::nullopt, with.accounts.is_up_to_date()};
    who->role = account->role;
    return {std::move(who), true};
}

boost::system::result<operator_cookie, answer> need_operator(const services& with, const request_context& context) {
    return need_operator(with, header(context.request, http::field::cookie));
}

boost::system::result<operator_cookie, answer> need_operator(const services& with, std::string_view cookies) {
    if (with.hub.secret().empty()) return error_answer({"unavailable", "the store is away"});
    auto found = operator_of(with, cookies);
    if (!found.up_to_date) return error_answer({"unavailable", "the store is away"});
    if (!found.who) return error_answer({"not_signed_in", "an operator must sign in"});
    return *std::move(found.who);
}

boost::system::result<operator_cookie, answer> need_admin(const services& with, const request_context& context) {
    auto who = need_operator(with, context);
    if (who && who->role != inquiry::account_role::admin)
        return error_answer({"not_allowed", "only an administrator may do this"});
    return who;
}

wire::result<wire::json> body_of(const request_context& context) {
    auto parsed = wire::parse_json(context.request.body(), limits::json_depth);
    if (parsed && !parsed->is_object()) return wire::problem{"bad_field", "the body must be an object"};
    return parsed;
}

asio::awaitable<live::command_outcome> perform(live::room& room, inquiry::any_command what, std::string account) {
    // The answer and the deadline both end the same wait; the outcome lives as long as either may touch it.
    auto outcome = std::make_shared<std::optional<live::command_outcome>>();
    auto wake = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor,
                                                     limits::command_timeout + limits::store_call_timeout);
    live::command_request request;
    request.what = std::move(what);
    request.by = {inquiry::actor_kind::account, std::move(account)};
    request.id = "http/" + live::new_key();
    request.answer = [outcome, wake](const live::command_outcome& came) {
        *outcome = came;
        wake->cancel();
    };
    room.perform(std::move(request));
    boost::system::error_code ignored;
    if (!*outcome) co_await wake->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (!*outcome) co_return inquiry::refuse(inquiry::refusal_code::unavailable);
    co_return **outcome;
}

std::string counted_address(const client_place& from) {
    if (from.address.is_loopback()) return {};
    return network_of(from.address);
}

answer come_again(std::chrono::milliseconds in) {
    auto out = error_answer({"too_many_requests", "too many tries; come again later"});
    out.headers.emplace_back("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(in).count()));
    return out;
}

std::string base_url(const request_context& context) {
    const auto host = header(context.request, http::field::host);
    return (context.from.secure ? "https://" : "http://") + (host.empty() ? "127.0.0.1" : std::string(host));
}

}  // namespace wenzheng::net
