// Strong identifiers: one type for each kind of thing, so that a deputy's id can't be passed where a ballot's is
// wanted.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace wenzheng::inquiry {

template <class tag>
struct basic_id {
    std::string value;

    basic_id() = default;
    explicit basic_id(std::string text) : value(std::move(text)) {}

    bool empty() const noexcept { return value.empty(); }
    friend auto operator<=>(const basic_id&, const basic_id&) = default;
};

using inquiry_id = basic_id<struct inquiry_tag>;
using deputy_id = basic_id<struct deputy_tag>;
using item_id = basic_id<struct item_tag>;
using ballot_id = basic_id<struct ballot_tag>;
using choice_id = basic_id<struct choice_tag>;
using electorate_id = basic_id<struct electorate_tag>;
using screen_id = basic_id<struct screen_tag>;
using commitment_id = basic_id<struct commitment_tag>;
using question_id = basic_id<struct question_tag>;
using request_id = basic_id<struct request_tag>;
using evidence_id = basic_id<struct evidence_tag>;

// Whether `text` is `[a-z0-9_-]{1,40}`, the form of every id on the wire.
bool is_id(std::string_view text) noexcept;

}  // namespace wenzheng::inquiry

template <class tag>
struct std::hash<wenzheng::inquiry::basic_id<tag>> {
    std::size_t operator()(const wenzheng::inquiry::basic_id<tag>& id) const noexcept {
        return std::hash<std::string>{}(id.value);
    }
};
