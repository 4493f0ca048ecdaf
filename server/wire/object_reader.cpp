#include "wire/object_reader.hpp"

#include <algorithm>

#include "inquiry/text.hpp"

namespace wenzheng::wire {

object_reader::object_reader(const json& value, std::string where, std::optional<problem>& first_problem)
    : value_(value), where_(std::move(where)), problem_(first_problem) {
    if (!value_.is_object() && !problem_) problem_ = problem{"bad_field", where_ + " must be an object"};
}

std::string object_reader::place(std::string_view name) const {
    return where_.empty() ? std::string(name) : where_ + "." + std::string(name);
}

void object_reader::fail(std::string code, std::string_view name, std::string_view why) {
    if (!problem_) problem_ = problem{std::move(code), place(name) + " " + std::string(why)};
}

bool object_reader::has(std::string_view name) const { return value_.is_object() && value_.contains(name); }

const json* object_reader::value(std::string_view name, bool needed) {
    known_.push_back(name);
    if (problem_) return nullptr;
    const auto found = value_.find(name);
    if (found != value_.end()) return &*found;
    if (needed) fail("missing_field", name, "is missing");
    return nullptr;
}

const json* object_reader::array(std::string_view name, std::size_t max_elements, bool needed) {
    const json* found = value(name, needed);
    if (found == nullptr) return nullptr;
    if (!found->is_array()) {
        fail("bad_field", name, "must be an array");
        return nullptr;
    }
    if (found->size() > max_elements) {
        fail("bad_field", name, "has more than " + std::to_string(max_elements) + " elements");
        return nullptr;
    }
    return found;
}

const json* object_reader::object(std::string_view name, bool needed) {
    const json* found = value(name, needed);
    if (found != nullptr && !found->is_object()) {
        fail("bad_field", name, "must be an object");
        return nullptr;
    }
    return found;
}

std::string object_reader::text(std::string_view name, std::size_t max_characters) {
    const json* found = value(name, true);
    if (found == nullptr) return {};
    if (!found->is_string()) {
        fail("bad_field", name, "must be a string");
        return {};
    }
    const auto& text = found->get_ref<const std::string&>();
    if (inquiry::characters(text) > max_characters) {
        fail("bad_field", name, "is longer than " + std::to_string(max_characters) + " characters");
        return {};
    }
    return text;
}

std::string object_reader::text_or(std::string_view name, std::size_t max_characters, std::string otherwise) {
    return has(name) ? text(name, max_characters) : (known_.push_back(name), std::move(otherwise));
}

std::string object_reader::id_text(std::string_view name) {
    auto found = text(name, 1'000'000);
    if (!problem_ && !inquiry::is_id(found))
        fail("bad_field", name, "must be an id: a-z, 0-9, _ and -, 1 to 40 characters");
    return problem_ ? std::string{} : found;
}

std::int64_t object_reader::integer(std::string_view name, std::int64_t least, std::int64_t most) {
    const json* found = value(name, true);
    if (found == nullptr) return least;
    const bool fits = found->is_number_unsigned()
                          ? found->get<std::uint64_t>() <= static_cast<std::uint64_t>(most < 0 ? 0 : most)
                          : found->is_number_integer();
    if (!fits || found->get<std::int64_t>() < least || found->get<std::int64_t>() > most) {
        fail("bad_field", name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return least;
    }
    return found->get<std::int64_t>();
}

std::optional<std::int64_t> object_reader::optional_integer(std::string_view name, std::int64_t least,
                                                            std::int64_t most) {
    if (has(name)) return integer(name, least, most);
    known_.push_back(name);
    return std::nullopt;
}

bool object_reader::boolean(std::string_view name) {
    if (value(name, true) == nullptr) return false;
    return boolean_or(name, false);
}

bool object_reader::boolean_or(std::string_view name, bool otherwise) {
    const json* found = value(name, false);
    if (found == nullptr) return otherwise;
    if (!found->is_boolean()) {
        fail("bad_field", name, "must be true or false");
        return otherwise;
    }
    return found->get<bool>();
}

std::size_t object_reader::word(std::string_view name, std::span<const std::string_view> words,
                                std::optional<std::size_t> otherwise) {
    const json* found = value(name, !otherwise);
    if (found == nullptr) return otherwise.value_or(0);
    if (found->is_string()) {
        const auto at = std::find(words.begin(), words.end(), found->get_ref<const std::string&>());
        if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
    }
    std::string allowed;
    for (const auto one : words) allowed += (allowed.empty() ? "" : ", ") + std::string(one);
    fail("bad_field", name, "must be one of " + allowed);
    return 0;
}

void object_reader::finish() {
    if (problem_) return;
    for (const auto& [key, unused] : value_.items())
        if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
            problem_ = problem{"unknown_field", place(key) + " is not a known field"};
            return;
        }
}

}  // namespace wenzheng::wire
