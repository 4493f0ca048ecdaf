#include "wire/json_text.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace wenzheng::wire {
namespace {

// Looked at before parsing, so that hostile nesting never reaches the parser's stack.
bool deeper_than(std::string_view text, std::size_t max_depth) {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                in_string = false;
            continue;
        }
        if (c == '"')
            in_string = true;
        else if (c == '{' || c == '[') {
            if (++depth > max_depth) return true;
        } else if ((c == '}' || c == ']') && depth > 0)
            --depth;
    }
    return false;
}

}  // namespace

result<json> parse_json(std::string_view text, std::size_t max_depth) {
    if (deeper_than(text, max_depth)) return problem{"bad_json", "nested too deep"};
    std::vector<std::set<std::string>> keys;
    bool twice = false;
    const auto watch = [&](int, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start) keys.emplace_back();
        if (event == json::parse_event_t::object_end && !keys.empty()) keys.pop_back();
        if (event == json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) twice = true;
        return true;
    };
    json value = json::parse(text.begin(), text.end(), watch, false);
    if (value.is_discarded()) return problem{"bad_json", "not JSON"};
    if (twice) return problem{"bad_json", "a key stands twice in one object"};
    return result<json>{boost::system::in_place_value, std::move(value)};
}

std::string canonical(const json& value) { return value.dump(); }

}  // namespace wenzheng::wire
