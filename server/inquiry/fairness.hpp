// What a reader would find unfair about a ballot's scale or figures. Warnings, never refusals (DOMAIN §2).
#pragma once

#include <vector>

#include "inquiry/definition.hpp"

namespace wenzheng::inquiry {

enum class fairness_warning {
    padded_scale,           // more good answers than bad ones
    weighted_called_rate,   // a weighted figure is called 满意率
    bad_choice_has_weight,  // a bad answer adds to the score
    no_otherwise,           // a result may have no verdict
    nothing_measured,       // neither verdicts nor weights
};

// In the order of the enumerators.
std::vector<fairness_warning> fairness_warnings(const ballot_definition& ballot);

}  // namespace wenzheng::inquiry
