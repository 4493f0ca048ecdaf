// The departments of an evening in the order of their results (部门排名).
#pragma once

#include <string>
#include <vector>

#include "inquiry/state.hpp"

namespace wenzheng::inquiry {

enum class ranking_figure { score, percent };

struct ranked {
    int place = 1;  // equal figures share one; the next counts them
    item_id item;
    ballot_id ballot;
    std::string figure;  // two decimals
    ranking_figure kind = ranking_figure::percent;
};

// Only revealed results, each item's newest, corrected where there is a correction. Best first; among equals in the
// order of the agenda. Figures of two kinds, or of rules that measure another share, are never ranked together: the
// first item of the agenda that has a result decides which. Questionnaires have no one figure and are left out.
std::vector<ranked> ranking_of(const state& s);

}  // namespace wenzheng::inquiry
