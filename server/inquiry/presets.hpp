// Published procedures as rules that a body can take over as they are (DOMAIN §2).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "inquiry/definition.hpp"

namespace wenzheng::inquiry {

struct rule_preset {
    std::string id;
    std::string scale;  // the preset scale that it was made for
    std::string name_zh;
    std::string name_en;
    std::string note_zh;  // where it comes from and what is special about it
    std::string note_en;
    inquiry::rule rule;
};

std::span<const rule_preset> rule_presets();

// The preset of that id, or null.
const rule_preset* find_rule_preset(std::string_view id);

}  // namespace wenzheng::inquiry
