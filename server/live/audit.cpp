#include "live/audit.hpp"

#include <algorithm>
#include <charconv>

#include "inquiry/limits.hpp"

namespace wenzheng::live {
namespace asio = boost::asio;

namespace {

const char* const audit_key = "wz:audit";

wire::problem store_away() { return {"unavailable", "the store is away"}; }

bool is_number(std::string_view text) noexcept {
    constexpr std::size_t digits_max = 19;
    return !text.empty() && text.size() <= digits_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

audit_entry read_entry(record::reply_view from) {
    audit_entry entry;
    entry.id = std::string(from[0].text());
    entry.at = std::strtoll(entry.id.c_str(), nullptr, 10);
    const auto fields = from[1];
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
        const auto name = fields[i].text();
        const std::string value(fields[i + 1].text());
        if (name == "account") entry.account = value;
        if (name == "address") entry.address = value;
        if (name == "what") entry.what = value;
        if (name == "inquiry") entry.inquiry = value;
        if (name == "subject") entry.subject = value;
        if (name == "count") entry.count = std::strtoull(value.c_str(), nullptr, 10);
        if (name == "result") entry.result = value;
    }
    return entry;
}

}  // namespace

bool is_audit_id(std::string_view text) noexcept {
    const auto dash = text.find('-');
    return dash != std::string_view::npos && is_number(text.substr(0, dash)) && is_number(text.substr(dash + 1));
}

std::vector<std::string> audit_words(audit_entry entry, inquiry::instant_ms oldest) {
    auto words =
        record::command_words("XADD", audit_key, "MINID", "~", std::to_string(oldest), "*", "account", entry.account,
                              "address", entry.address, "what", entry.what, "result", entry.result);
    const auto add = [&](const char* name, std::string value) {
        words.emplace_back(name);
        words.push_back(std::move(value));
    };
    if (!entry.inquiry.empty()) add("inquiry", std::move(entry.inquiry));
    if (!entry.subject.empty()) add("subject", std::move(entry.subject));
    if (entry.count) add("count", std::to_string(*entry.count));
    return words;
}

asio::awaitable<wire::result<void>> audit::write(audit_entry entry) {
    const auto oldest = std::max<std::int64_t>(store_.now() - limits::audit_kept_ms, 0);
    auto words = audit_words(std::move(entry), oldest);
    const auto written = co_await store_.call(std::move(words));
    if (!written) co_return store_away();
    co_return wire::result<void>{};
}

asio::awaitable<wire::result<audit_page>> audit::read(std::string before, std::size_t limit) {
    const auto from = before.empty() ? std::string("+") : "(" + before;
    const auto count = std::to_string(limit + 1);
    const auto found = co_await store_.call(record::command_words("XREVRANGE", audit_key, from, "-", "COUNT", count));
    if (!found) co_return store_away();
    audit_page page;
    const auto entries = found->view();
    page.more = entries.size() > limit;
    for (std::size_t i = 0; i < std::min(entries.size(), limit); ++i) page.entries.push_back(read_entry(entries[i]));
    co_return page;
}

}  // namespace wenzheng::live
