// The agenda as it goes, and what is promised on it.
#include <algorithm>
#include <set>

#include "inquiry/calendar.hpp"
#include "inquiry/decide_parts.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/text.hpp"

namespace wenzheng::inquiry {

using code = refusal_code;

result<decision> decide_one(const state& s, const command::select_item& c, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.find(c.item) == nullptr) return refuse(code::no_such_item, c.item.value);
    return just(event::item_selected{c.item});
}

result<decision> decide_one(const state& s, const command::reorder_items& c, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    const std::set<item_id> wanted(c.items.begin(), c.items.end());
    if (c.items.size() != s.what.items.size() || wanted.size() != c.items.size()) return refuse(code::bad_order);
    for (const auto& item : s.what.items)
        if (!wanted.contains(item.id)) return refuse(code::bad_order, item.id.value);
    return just(event::items_reordered{c.items});
}

result<decision> decide_one(const state& s, const command::skip_item& c, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.find(c.item) == nullptr) return refuse(code::no_such_item, c.item.value);
    if (s.skipped.contains(c.item) == c.skipped) return decision{};
    if (const auto* open = s.open_ballot(); open != nullptr && open->what.item == c.item)
        return refuse(code::item_in_use, c.item.value);
    return just(event::item_skipped{c.item, c.skipped});
}

result<decision> decide_one(const state& s, const command::add_item& c, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.find(c.item.id) != nullptr) return refuse(code::item_exists, c.item.id.value);
    if (c.after && s.find(*c.after) == nullptr) return refuse(code::no_such_item, c.after->value);
    if (is_blank(c.item.department) || is_blank(c.item.title)) return refuse(code::bad_text);
    if (s.what.items.size() >= limits::items) return refuse(code::limit_reached, "items");
    return just(event::item_added{c.item, c.after});
}

result<decision> decide_one(const state& s, const command::record_commitment& c, const actor&) {
    if (s.find(c.item) == nullptr) return refuse(code::no_such_item, c.item.value);
    if (c.deputy && s.find(*c.deputy) == nullptr) return refuse(code::no_such_deputy, c.deputy->value);
    if (is_blank(c.text)) return refuse(code::bad_text);
    if (!is_date(c.due)) return refuse(code::bad_date, c.due);
    if (s.commitments.size() >= limits::commitments) return refuse(code::limit_reached, "commitments");
    auto asked = c.deputy;
    const auto last = std::find_if(s.speeches.rbegin(), s.speeches.rend(),
                                   [&](const speech_state& speech) { return speech.item == c.item; });
    if (!asked && last != s.speeches.rend()) asked = last->deputy;
    const commitment_id id{"c" + std::to_string(s.commitments.size() + 1)};
    return just(event::commitment_recorded{id, c.item, c.text, c.due, asked});
}

}  // namespace wenzheng::inquiry
