// The list of what administrators did, for administrators.
#include <charconv>

#include "inquiry/limits.hpp"
#include "net/api.hpp"
#include "net/query.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
using boost::beast::http::status;

namespace {

std::optional<std::size_t> limit_in(std::string_view target) {
    const auto text = query_value(target, "limit");
    if (!text) return limits::audit_entries_a_page;
    std::size_t limit = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    if (limit < 1 || limit > limits::audit_entries_a_page_max) return std::nullopt;
    return limit;
}

wire::json entry_json(const live::audit_entry& entry) {
    wire::json row{{"id", entry.id},           {"at", entry.at},     {"account", entry.account},
                   {"address", entry.address}, {"what", entry.what}, {"result", entry.result}};
    if (!entry.inquiry.empty()) row["inquiry"] = entry.inquiry;
    if (!entry.subject.empty()) row["subject"] = entry.subject;
    if (entry.count) row["count"] = *entry.count;
    return row;
}

}  // namespace

asio::awaitable<answer> handle_audit(services& with, request_context context) {
    if (const auto who = need_admin(with, context); !who) co_return who.error();
    const std::string_view target(context.request.target().data(), context.request.target().size());
    const auto limit = limit_in(target);
    if (!limit) co_return error_answer({"bad_field", "limit must be a whole number from 1 to 200"});
    auto before = query_value(target, "before").value_or("");
    if (!before.empty() && !live::is_audit_id(before))
        co_return error_answer({"bad_field", "before must be the id of an entry"});
    const auto page = co_await with.audit.read(std::move(before), *limit);
    if (!page) co_return error_answer(page.error());
    wire::json rows = wire::json::array();
    for (const auto& entry : page->entries) rows.push_back(entry_json(entry));
    co_return json_answer(status::ok, {{"entries", std::move(rows)}, {"more", page->more}});
}

}  // namespace wenzheng::net
