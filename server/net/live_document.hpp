// The public page of one inquiry as it is sent: the built page with what a messenger or a search engine is told of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/json_text.hpp"

namespace wenzheng::net {

// What is said of the inquiry where its page is shared.
struct live_summary {
    std::string title;
    std::string description;
    std::string language;             // zh-CN or en
    std::optional<std::string> card;  // path of the newest result's picture
    std::string public_url;           // as defined; may be empty
};

// The ballot whose result the public has seen last, or null. `view` is that of role live; nothing counts before its
// instant, `now_ms` on the store's clock.
const wire::json* newest_result(const wire::json& view, std::int64_t now_ms);

// Whether the public may see the ballot's result.
bool is_public(const wire::json& ballot, std::int64_t now_ms);

live_summary summarise(const wire::json& view, std::int64_t now_ms);

// `origin` is scheme://host of this server as the reader sees it; `path` the page's own address.
std::string live_document(std::string_view built, const live_summary& what, std::string_view origin,
                          std::string_view path);

}  // namespace wenzheng::net
