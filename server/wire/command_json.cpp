// name, args → command: one row a command.
#include <functional>
#include <map>

#include "inquiry/limits.hpp"
#include "wire/air_json.hpp"
#include "wire/client_messages.hpp"
#include "wire/definition_json.hpp"
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

// Without `screen` all are meant.
template <class command>
reader of_maybe_screen() {
    return [](object_reader& r) -> any_command { return command{r.optional_id<screen_id>("screen")}; };
}

command::written_counts written_counts(object_reader& r) {
    command::written_counts read;
    if (const json* counts = r.object("counts", true))
        for (const auto& [answer, n] : counts->items()) {
            if (!is_id(answer) || !n.is_number_unsigned() || n.get<std::uint64_t>() > limits::papers)
                r.fail("bad_field", "counts", "must be whole numbers by choice");
            else
                read[answer] = n.get<count>();
        }
    return read;
}

any_command paper_count(object_reader& r) {
    command::enter_paper_count c{r.an_id<ballot_id>("ballot"), written_counts(r), std::nullopt, 0};
    c.issued = r.optional_integer("issued", 0, limits::papers);
    c.invalid = r.optional_integer("invalid", 0, limits::papers).value_or(0);
    return c;
}

any_command erratum(object_reader& r) {
    command::publish_erratum c{r.an_id<ballot_id>("ballot"), r.text("reason", limits::text_characters), std::nullopt};
    if (r.has("counts")) c.counts = written_counts(r);
    return c;
}

any_command commitment(object_reader& r) {
    command::record_commitment c{r.an_id<item_id>("item"), r.text("text", limits::text_characters), r.text("due", 40),
                                 r.optional_id<deputy_id>("deputy")};
    return c;
}

template <class id>
std::vector<id> ids(object_reader& r, std::string_view name, std::size_t most) {
    std::vector<id> read;
    if (const json* all = r.array(name, most, true))
        for (const auto& one : *all) {
            if (!one.is_string() || !is_id(one.get_ref<const std::string&>())) {
                r.fail("bad_field", name, "must hold ids");
                break;
            }
            read.emplace_back(one.get<std::string>());
        }
    return read;
}

any_command request(object_reader& r) {
    const auto kind = static_cast<request_kind>(r.word("kind", enum_words::request_kind));
    return command::add_request{r.an_id<deputy_id>("deputy"), kind, r.text_or("text", limits::title_characters, {})};
}

any_command floor(object_reader& r) {
    const std::span<const std::string_view> kinds(enum_words::request_kind.data(), 2);
    return command::give_floor{r.an_id<deputy_id>("deputy"), static_cast<request_kind>(r.word("kind", kinds))};
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
        {"admit_late_votes", of_ballot<command::admit_late_votes>()},
        {"publish_erratum", erratum},
        {"vote_for_deputy",
         [](object_reader& r) -> any_command {
             return command::vote_for_deputy{r.an_id<ballot_id>("ballot"), r.an_id<deputy_id>("deputy"), read_press(r)};
         }},
        {"add_ballot",
         [](object_reader& r) -> any_command {
             return command::add_ballot{r.an_id<ballot_id>("ballot"), r.an_id<item_id>("item"),
                                        r.text("title", limits::title_characters), r.an_id<ballot_id>("like")};
         }},
        {"reorder_items",
         [](object_reader& r) -> any_command {
             return command::reorder_items{ids<item_id>(r, "items", limits::items)};
         }},
        {"skip_item",
         [](object_reader& r) -> any_command {
             return command::skip_item{r.an_id<item_id>("item"), r.boolean("skipped")};
         }},
        {"add_item",
         [](object_reader& r) -> any_command {
             return command::add_item{read_item_fields(r, "item"), r.optional_id<item_id>("after")};
         }},
        {"add_request", request},
        {"call_request",
         [](object_reader& r) -> any_command { return command::call_request{r.an_id<request_id>("request")}; }},
        {"close_request",
         [](object_reader& r) -> any_command {
             return command::close_request{r.an_id<request_id>("request"),
                                           r.text_or("answer", limits::title_characters, {})};
         }},
        {"give_floor", floor},
        {"end_speech", without_args<command::end_speech>()},
        {"extend_timer", [](object_reader& r) -> any_command { return command::extend_timer{duration(r, "by_ms")}; }},
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
        {"panic", of_maybe_screen<command::panic>()},
        {"preview",
         [](object_reader& r) -> any_command {
             return command::preview{r.an_id<screen_id>("screen"), read_picture(r)};
         }},
        {"take", of_maybe_screen<command::take>()},
        {"release", of_maybe_screen<command::release>()},
        {"show_evidence",
         [](object_reader& r) -> any_command {
             return command::show_evidence{r.an_id<evidence_id>("evidence"), r.boolean_or("beside", false)};
         }},
        {"hide_evidence", without_args<command::hide_evidence>()},
        {"play_evidence", without_args<command::play_evidence>()},
        {"pause_evidence", without_args<command::pause_evidence>()},
        {"seek_evidence",
         [](object_reader& r) -> any_command {
             return command::seek_evidence{r.integer("position_ms", 0, limits::film_max_ms)};
         }},
        {"order_evidence",
         [](object_reader& r) -> any_command {
             return command::order_evidence{r.an_id<item_id>("item"),
                                            ids<evidence_id>(r, "evidence", limits::evidence)};
         }},
        {"remove_evidence",
         [](object_reader& r) -> any_command { return command::remove_evidence{r.an_id<evidence_id>("evidence")}; }},
        {"record_commitment", commitment},
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
