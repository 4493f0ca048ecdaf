// Simulated deputies of a rehearsal: on, off, and how many.
#include <algorithm>

#include "inquiry/limits.hpp"
#include "net/api.hpp"
#include "wire/object_reader.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
using boost::beast::http::status;
using boost::beast::http::verb;

namespace {

struct wanted_simulation {
    bool running = false;
    std::optional<std::size_t> deputies;
};

wire::result<wanted_simulation> wanted_in(const request_context& context) {
    const auto body = body_of(context);
    if (!body) return body.error();
    std::optional<wire::problem> bad;
    wire::object_reader r(*body, "", bad);
    wanted_simulation wanted;
    if (!r.has("running")) r.fail("missing_field", "running", "is needed");
    wanted.running = r.boolean_or("running", false);
    const auto deputies = r.optional_integer("deputies", 1, limits::deputies);
    if (deputies) wanted.deputies = static_cast<std::size_t>(*deputies);
    r.finish();
    if (bad) return *bad;
    return wanted;
}

// People with phones may be the first of the roll.
std::size_t how_many(const wanted_simulation& wanted, std::size_t roll) {
    const auto all_but_some = roll > limits::deputies_not_simulated ? roll - limits::deputies_not_simulated : 1;
    return std::min(wanted.deputies.value_or(all_but_some), roll);
}

answer simulation_answer(const simulation& now) {
    return json_answer(status::ok, {{"running", now.running}, {"deputies", now.deputies}});
}

answer change_simulation(const services& with, const request_context& context, const inquiry::state& s,
                         const operator_cookie& who) {
    const auto wanted = wanted_in(context);
    if (!wanted) return error_answer(wanted.error());
    if (!s.what.rehearsal_of) return error_answer({"not_a_rehearsal", "only a rehearsal has simulated deputies"});
    const auto& calls = with.common.simulations;
    if (!wanted->running) {
        calls.stop(s.what.id);
        return simulation_answer({});
    }
    if (s.phase == inquiry::phase::finished) return error_answer({"frozen", "the rehearsal is over"});
    const simulation next{true, how_many(*wanted, s.deputies.size())};
    if (next.deputies == 0) return error_answer({"no_such_deputy", "nobody is on the roll"});
    const auto now = calls.of(s.what.id);
    if (now.running && (!wanted->deputies || now.deputies == next.deputies)) return simulation_answer(now);
    const auto until = with.hub.now() + limits::simulation_cookie_lifetime_ms;
    auto program = who;
    program.sign_in = 0;  // goes on when the operator signs out
    const auto cookie = cookie_jar(with.hub.secret()).write_value(program, until);
    const auto started = calls.start(s.what.id, next.deputies, cookie);
    if (!started) return error_answer(started.error());
    return simulation_answer(next);
}

}  // namespace

asio::awaitable<answer> handle_simulation(services& with, request_context context, inquiry::inquiry_id id) {
    const bool changes = context.request.method() == verb::post;
    const auto who = changes ? need_admin(with, context) : need_operator(with, context);
    if (!who) co_return who.error();
    const auto room = co_await with.hub.find(id);
    if (!room) co_return error_answer(room.error());
    if (!*room) co_return error_answer({"no_such_inquiry", "there is no such inquiry"});
    if (!changes) co_return simulation_answer(with.common.simulations.of(id));
    co_return change_simulation(with, context, (*room)->now(), *who);
}

}  // namespace wenzheng::net
