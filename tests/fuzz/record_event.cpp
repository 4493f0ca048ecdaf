// An event as it stands in a record that somebody hands in: event, newline, seal.
#include "inquiry/evolve.hpp"
#include "target.hpp"
#include "wire/event_json.hpp"

using namespace wenzheng;

WENZHENG_FUZZ_TARGET("record_event") {
    const auto line = input.find('\n');
    const auto event = input.substr(0, line);
    const auto seal = line == std::string_view::npos ? std::string_view{} : input.substr(line + 1);
    const auto read = wire::read_event(event, seal);
    if (!read) return;
    const auto written = wire::write_event(read->what, read->by, read->about);
    const auto again = wire::read_event(written, seal);
    fuzz::must(again.has_value(), "what was read can be written and read again");
    fuzz::must(wire::write_event(again->what, again->by, again->about) == written, "as the same bytes");
    inquiry::state s;
    try {
        inquiry::evolve(s, {1, 1, read->by, read->what, "digest"});
    } catch (const std::logic_error&) {
        // It names what an empty inquiry has not: a damaged record.
        return;
    }
    fuzz::must(s.rev == 1, "an event is one revision");
}
