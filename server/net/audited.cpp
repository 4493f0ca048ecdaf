#include "net/audited.hpp"

#include <array>

namespace wenzheng::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using http::status;
using http::verb;

namespace {

constexpr std::string_view inquiries_path = "/api/v1/inquiries";

struct act {
    verb method;
    std::string_view rest;  // behind the inquiry's id
    std::string_view word;
};

constexpr std::array<act, 9> acts{{
    {verb::put, "", "inquiry_changed"},
    {verb::post, "/keys", "keys_issued"},
    {verb::post, "/screens", "screen_added"},
    {verb::post, "/rehearsals", "rehearsal_made"},
    {verb::post, "/simulation", "simulation_set"},
    {verb::post, "/evidence", "evidence_uploaded"},
    {verb::post, "/emblem", "emblem_uploaded"},
    {verb::get, "/record", "record_exported"},
    {verb::get, "/report", "report_exported"},
}};

std::optional<std::string_view> act_on_account(verb method, std::string_view path) noexcept {
    if (path == "/api/v1/accounts" && method == verb::post) return "account_made";
    if (!path.starts_with("/api/v1/accounts/")) return std::nullopt;
    if (method == verb::put) return "account_changed";
    if (method == verb::delete_) return "account_removed";
    return std::nullopt;
}

std::string code_of(const answer& out) {
    if (static_cast<unsigned>(out.status) < static_cast<unsigned>(status::bad_request)) return "done";
    const auto body = wire::json::parse(out.body, nullptr, false);
    return body.is_object() ? body.value("code", "") : "";
}

}  // namespace

std::optional<std::string_view> act_of(verb method, std::string_view path) noexcept {
    if (path == "/api/v1/login" && method == verb::post) return "signed_in";
    if (path == "/api/v1/logout" && method == verb::post) return "signed_out";
    if (path == inquiries_path && method == verb::post) return "inquiry_made";
    if (!path.starts_with("/api/v1/inquiries/")) return act_on_account(method, path);
    auto rest = path.substr(inquiries_path.size() + 1);
    rest = rest.substr(std::min(rest.find('/'), rest.size()));
    for (const auto& one : acts)
        if (one.method == method && one.rest == rest) return one.word;
    return std::nullopt;
}

asio::awaitable<answer> write_down(services& with, client_place from, std::string what, inquiry::inquiry_id of,
                                   answer out) {
    live::audit_entry entry;
    entry.account = out.noted.account;
    const auto result = code_of(out);
    // Whoever is nobody has done nothing, and a flood of tries is no list of acts.
    if (result == "not_signed_in" || result == "too_many_requests" || result == "unavailable") co_return out;
    if (entry.account.empty() && what != "signed_in") co_return out;
    entry.address = from.address.to_string();
    entry.what = std::move(what);
    entry.inquiry = out.noted.inquiry.empty() ? of.value : out.noted.inquiry;
    entry.subject = out.noted.subject;
    entry.count = out.noted.count;
    entry.result = result;
    const auto written = co_await with.audit.write(std::move(entry));
    if (!written) co_return error_answer(written.error());
    co_return out;
}

}  // namespace wenzheng::net
