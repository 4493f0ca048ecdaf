// Reads the fields of one JSON object by name and keeps the first problem met; finish() finds what nobody asked for.
// After a problem every read gives an empty value, so a caller checks once, at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inquiry/ids.hpp"
#include "wire/json_text.hpp"
#include "wire/problem.hpp"

namespace wenzheng::wire {

class object_reader {
public:
    // `value` must outlive the reader; `where` is the object's place in the document, for messages.
    object_reader(const json& value, std::string where, std::optional<problem>& first_problem);

    bool has(std::string_view name) const;
    std::string text(std::string_view name, std::size_t max_characters);
    std::string text_or(std::string_view name, std::size_t max_characters, std::string otherwise);
    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most);
    std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t least, std::int64_t most);
    bool boolean(std::string_view name);
    bool boolean_or(std::string_view name, bool otherwise);

    template <class id>
    id an_id(std::string_view name) {
        return id{id_text(name)};
    }
    template <class id>
    std::optional<id> optional_id(std::string_view name) {
        return has(name) ? std::optional<id>{id{id_text(name)}} : std::nullopt;
    }

    // The index of the field's word in `words`; `otherwise` where the field is absent (none: it is needed).
    std::size_t word(std::string_view name, std::span<const std::string_view> words,
                     std::optional<std::size_t> otherwise = std::nullopt);

    // The field's value, or null where it is absent or a problem was met; marks it as known.
    const json* value(std::string_view name, bool needed);
    const json* array(std::string_view name, std::size_t max_elements, bool needed);
    const json* object(std::string_view name, bool needed);

    // Reads the object that the field `name` holds; problems are kept here.
    object_reader inside(std::string_view name, const json& object) {
        return object_reader(object, place(name), problem_);
    }

    // Takes the field whatever it holds.
    void ignore(std::string_view name) { known_.push_back(name); }

    std::string place(std::string_view name) const;
    void fail(std::string code, std::string_view name, std::string_view why);
    bool failed() const noexcept { return problem_.has_value(); }

    // Names the first field that nobody read, unless there is a problem already.
    void finish();

private:
    std::string id_text(std::string_view name);

    const json& value_;
    std::string where_;
    std::optional<problem>& problem_;
    std::vector<std::string_view> known_;
};

}  // namespace wenzheng::wire
