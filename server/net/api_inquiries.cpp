#include <charconv>

#include "net/api.hpp"
#include "wire/definition_json.hpp"
#include "wire/report_json.hpp"
#include "wire/views.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using http::status;
using http::verb;

namespace {

using found_room = boost::system::result<std::shared_ptr<live::room>, answer>;

answer no_such_inquiry() { return error_answer({"no_such_inquiry", "there is no such inquiry"}); }

// `5`, `"5"` or `W/"5"`.
std::optional<std::uint64_t> revision_in(std::string_view text) {
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    std::uint64_t rev = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rev);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return rev;
}

asio::awaitable<answer> list_inquiries(services& with) {
    const auto ids = co_await with.hub.list();
    if (!ids) co_return error_answer(ids.error());
    wire::json rows = wire::json::array();
    for (const auto& id : *ids) {
        const auto room = co_await with.hub.find(id);
        if (!room) co_return error_answer(room.error());
        if (*room) rows.push_back(wire::write_summary((*room)->now()));
    }
    co_return json_answer(status::ok, {{"inquiries", std::move(rows)}});
}

asio::awaitable<answer> change_inquiry(services& with, request_context context, inquiry::inquiry_id id,
                                       std::string account) {
    const auto expect = revision_in(header(context.request, http::field::if_match));
    if (!expect) co_return error_answer({"bad_field", "If-Match must hold the rev that was seen"});
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    auto what = wire::read_definition(*body);
    if (!what) co_return error_answer(what.error());
    if (what->id != id) co_return error_answer({"bad_field", "id must be the inquiry's"});
    const auto room = co_await need_room(with, id);
    if (!room) co_return room.error();
    // Another worker may have shown what this one has not followed yet.
    co_await (*room)->follow_to_newest();
    if (*expect > (*room)->now().rev || inquiry::is_stale((*room)->now(), *expect))
        co_return error_answer({"stale_revision", "the newest rev is " + std::to_string((*room)->now().rev)});
    auto warnings = wire::write_warnings(*what);
    inquiry::any_command change = inquiry::command::change_definition{std::move(*what)};
    const auto outcome = co_await perform(**room, std::move(change), std::move(account));
    if (!outcome) co_return error_answer(outcome.error());
    co_return json_answer(status::ok, {{"id", id.value}, {"rev", *outcome}, {"warnings", std::move(warnings)}});
}

}  // namespace

asio::awaitable<found_room> need_room(services& with, inquiry::inquiry_id id) {
    auto room = co_await with.hub.find(std::move(id));
    if (!room) co_return error_answer(room.error());
    if (!*room) co_return no_such_inquiry();
    co_return *room;
}

asio::awaitable<answer> handle_inquiries(services& with, request_context context) {
    if (context.request.method() != verb::post) {
        if (const auto who = need_operator(with, context); !who) co_return who.error();
        co_return co_await list_inquiries(with);
    }
    const auto who = need_admin(with, context);
    if (!who) co_return who.error();
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    auto what = wire::read_definition(*body);
    if (!what) co_return error_answer(what.error());
    const auto id = what->id;
    const inquiry::actor by{inquiry::actor_kind::account, who->account};
    auto warnings = wire::write_warnings(*what);
    const auto rev = co_await with.hub.create(std::move(*what), by);
    auto out = rev ? json_answer(status::created, {{"id", id.value}, {"rev", *rev}, {"warnings", std::move(warnings)}})
                   : error_answer(rev.error());
    out.noted.inquiry = id.value;
    co_return out;
}

asio::awaitable<answer> handle_inquiry(services& with, request_context context, inquiry::inquiry_id id) {
    const bool changes = context.request.method() == verb::put;
    const auto who = changes ? need_admin(with, context) : need_operator(with, context);
    if (!who) co_return who.error();
    if (changes) co_return co_await change_inquiry(with, context, std::move(id), who->account);
    const auto room = co_await need_room(with, std::move(id));
    if (!room) co_return room.error();
    co_await (*room)->follow_to_newest();
    answer out;
    out.body = wire::write_inquiry_for_operator((*room)->now(), {with.hub.epoch(), with.hub.now()});
    out.headers.emplace_back("ETag", "\"" + std::to_string((*room)->now().rev) + "\"");
    co_return out;
}

asio::awaitable<answer> handle_live(services& with, request_context context, inquiry::inquiry_id id) {
    const auto room = co_await need_room(with, std::move(id));
    if (!room) co_return room.error();
    const auto& page = (*room)->live_page();
    answer out;
    out.cache_control = "max-age=1";
    out.headers.emplace_back("ETag", page.etag);
    const auto seen = header(context.request, http::field::if_none_match);
    if (seen == page.etag || seen == "W/" + page.etag)
        out.status = status::not_modified;
    else
        out.body = page.body;
    co_return out;
}

// The whole record, a line an event, for `wenzheng verify` and for keeping.
asio::awaitable<answer> handle_record(services& with, request_context context, inquiry::inquiry_id id) {
    if (const auto who = need_admin(with, context); !who) co_return who.error();
    answer out;
    out.content_type = "application/x-ndjson";
    out.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + id.value + ".jsonl\"");
    auto lines = co_await with.hub.export_record(id);
    if (!lines) co_return error_answer(lines.error());
    if (lines->empty()) co_return no_such_inquiry();
    out.body = std::move(*lines);
    co_return out;
}

}  // namespace wenzheng::net
