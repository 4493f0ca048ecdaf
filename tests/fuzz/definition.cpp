// The definition of an inquiry as an administrator sends it. What is taken must come back the same.
#include "wire/definition_json.hpp"

#include "inquiry/fairness.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/tally.hpp"
#include "target.hpp"

using namespace wenzheng;

WENZHENG_FUZZ_TARGET("definition") {
    const auto value = wire::parse_json(input, limits::json_depth);
    if (!value) return;
    const auto read = wire::read_definition(*value);
    if (!read) {
        fuzz::must(!read.error().code.empty(), "a problem has a code");
        return;
    }
    const auto written = wire::write_definition(*read);
    const auto again = wire::read_definition(written);
    fuzz::must(again.has_value(), "what was taken is taken again");
    fuzz::must(wire::canonical(wire::write_definition(*again)) == wire::canonical(written), "and is the same");
    for (const auto& ballot : read->ballots) {
        inquiry::fairness_warnings(ballot);
        fuzz::must(!inquiry::rule_in_words(ballot, read->language).empty(), "a rule has words");
        const auto result = inquiry::tally(ballot, {}, {}, read->language);
        fuzz::must(result.cast == 0, "nobody has voted");
    }
}
