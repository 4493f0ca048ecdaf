// Before the evening: presets, the check of a draft, rehearsals. After it: the report.
#include "inquiry/limits.hpp"
#include "net/api.hpp"
#include "wire/definition_json.hpp"
#include "wire/report_json.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
using boost::beast::http::status;

namespace {

// `id-r2`, cut so that it stays an id.
inquiry::inquiry_id rehearsal_id(const inquiry::inquiry_id& of, int number) {
    const auto suffix = "-r" + std::to_string(number);
    return inquiry::inquiry_id{of.value.substr(0, limits::id_characters - suffix.size()) + suffix};
}

}  // namespace

asio::awaitable<answer> handle_presets(services& with, request_context context) {
    if (const auto who = need_operator(with, context); !who) co_return who.error();
    co_return json_answer(status::ok, wire::write_presets());
}

asio::awaitable<answer> handle_check(services& with, request_context context) {
    if (const auto who = need_admin(with, context); !who) co_return who.error();
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    const auto what = wire::read_definition(*body);
    if (!what) co_return error_answer(what.error());
    co_return json_answer(status::ok, wire::write_check(*what));
}

asio::awaitable<answer> handle_report(services& with, request_context context, inquiry::inquiry_id id) {
    if (const auto who = need_operator(with, context); !who) co_return who.error();
    const auto room = co_await need_room(with, std::move(id));
    if (!room) co_return room.error();
    co_await (*room)->follow_to_newest();
    co_return json_answer(status::ok, wire::write_report((*room)->now()));
}

// The same agenda, roll and evidence under another id: nothing that happens in a rehearsal can touch the real record.
asio::awaitable<answer> handle_rehearsals(services& with, request_context context, inquiry::inquiry_id id) {
    const auto who = need_admin(with, context);
    if (!who) co_return who.error();
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    if (!body->empty()) co_return error_answer({"unknown_field", "a rehearsal has no fields"});
    const auto room = co_await need_room(with, id);
    if (!room) co_return room.error();
    auto what = (*room)->now().what;
    what.rehearsal_of = what.rehearsal_of.value_or(id);
    const auto evidence = (*room)->now().evidence;
    const inquiry::actor by{inquiry::actor_kind::account, who->account};
    for (int number = 1; number <= limits::rehearsals; ++number) {
        what.id = rehearsal_id(*what.rehearsal_of, number);
        const auto rev = co_await with.hub.create(what, by, evidence);
        if (rev) {
            auto out = json_answer(status::created, {{"id", what.id.value}, {"rev", *rev}});
            out.noted.subject = what.id.value;
            co_return out;
        }
        if (rev.error().code != "exists") co_return error_answer(rev.error());
    }
    co_return error_answer({"limit_reached", "too many rehearsals"});
}

}  // namespace wenzheng::net
