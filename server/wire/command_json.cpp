// name, args → command: one row a command.
#include <functional>
#include <map>

#include "inquiry/limits.hpp"
#include "inquiry/scale.hpp"
#include "wire/client_messages.hpp"
#include "wire/enum_words.hpp"
#include "wire/object_reader.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;
using reader = std::function<any_command(object_reader&)>;

// Durations are read wide and judged by the rules, which answer bad_duration.
constexpr std::int64_t widest_ms = 1LL << 40;

std::int64_t duration(object_reader& r, std::string_view name) { return r.integer(name, -widest_ms, widest_ms); }

template <class command>
reader without_args() {
    return [](object_reader&) -> any_command { return command{}; };
}

template <class command>
reader of_ballot() {
    return [](object_reader& r) -> any_command { return command{r.an_id<ballot_id>("ballot")}; };
}

template <class command>
reader of_deputy() {
    return [](object_reader& r) -> any_command { return command{r.an_id<deputy_id>("deputy")}; };
}

any_command paper_count(object_reader& r) {
    command::enter_paper_count c{r.an_id<ballot_id>("ballot"), {}};
    if (const json* counts = r.object("counts", true))
        for (const auto& [choice, n] : counts->items()) {
            if (!is_id(choice) || !n.is_number_unsigned() || n.get<std::uint64_t>() > limits::deputies)
                r.fail("bad_field", "counts", "must be whole numbers by choice");
            else
                c.counts[choice_id{choice}] = n.get<count>();
        }
    return c;
}

const std::map<std::string, reader, std::less<>>& readers() {
    static const std::map<std::string, reader, std::less<>> all{
        {"open_checkin", without_args<command::open_checkin>()},
        {"start", without_args<command::start>()},
        {"select_item", [](object_reader& r) -> any_command { return command::select_item{r.an_id<item_id>("item")}; }},
        {"open_ballot",
         [](object_reader& r) -> any_command {
             return command::open_ballot{r.an_id<ballot_id>("ballot"),
                                         r.optional_integer("duration_ms", -widest_ms, widest_ms)};
         }},
        {"extend_ballot",
         [](object_reader& r) -> any_command {
             return command::extend_ballot{r.an_id<ballot_id>("ballot"), duration(r, "by_ms")};
         }},
        {"close_ballot", of_ballot<command::close_ballot>()},
        {"draft_ballot",
         [](object_reader& r) -> any_command {
             return command::draft_ballot{r.an_id<ballot_id>("ballot"), r.an_id<ballot_id>("follows")};
         }},
        {"confirm_count", of_ballot<command::confirm_count>()},
        {"reveal_ballot", of_ballot<command::reveal_ballot>()},
        {"void_ballot",
         [](object_reader& r) -> any_command {
             return command::void_ballot{r.an_id<ballot_id>("ballot"), r.text("reason", limits::title_characters)};
         }},
        {"enter_paper_count", paper_count},
        {"start_timer",
         [](object_reader& r) -> any_command {
             const auto kind = static_cast<timer_kind>(r.word("kind", enum_words::timer));
             return command::start_timer{kind, duration(r, "duration_ms")};
         }},
        {"pause_timer", without_args<command::pause_timer>()},
        {"stop_timer", without_args<command::stop_timer>()},
        {"show",
         [](object_reader& r) -> any_command {
             return command::show{r.an_id<screen_id>("screen"),
                                  static_cast<layout>(r.word("layout", enum_words::layout))};
         }},
        {"panic", [](object_reader& r) -> any_command { return command::panic{r.an_id<screen_id>("screen")}; }},
        {"record_commitment",
         [](object_reader& r) -> any_command {
             return command::record_commitment{r.an_id<item_id>("item"), r.text("text", limits::text_characters),
                                               r.text("due", 40)};
         }},
        {"check_in", of_deputy<command::check_in>()},
        {"check_out", of_deputy<command::check_out>()},
        {"finish", without_args<command::finish>()},
    };
    return all;
}

}  // namespace

result<any_command> read_command(const std::string& name, const json& args) {
    const auto found = readers().find(name);
    if (found == readers().end()) return problem{"bad_message", "unknown command"};
    std::optional<problem> bad;
    object_reader r(args, "args", bad);
    auto command = found->second(r);
    r.finish();
    if (bad) return problem{"bad_message", bad->message};
    return command;
}

}  // namespace wenzheng::wire
