// Personal links: deputies' and screens' keys, given out once and kept only as hashes.
#include <algorithm>

#include "inquiry/limits.hpp"
#include "live/keys.hpp"
#include "net/api.hpp"
#include "wire/enum_words.hpp"
#include "wire/object_reader.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
using boost::beast::http::status;

namespace {

asio::awaitable<wire::result<std::shared_ptr<live::room>>> room_of(services& with, inquiry::inquiry_id id) {
    auto room = co_await with.hub.find(std::move(id));
    if (room && !*room) co_return wire::problem{"no_such_inquiry", "there is no such inquiry"};
    co_return room;
}

// The key in a body of {"key": …}.
wire::result<std::string> key_in(const request_context& context) {
    const auto body = body_of(context);
    if (!body) return body.error();
    std::optional<wire::problem> bad;
    wire::object_reader r(*body, "", bad);
    auto key = r.text("key", 200);
    r.finish();
    if (bad) return *bad;
    return wire::result<std::string>{boost::system::in_place_value, std::move(key)};
}

// The deputies asked for, or all.
wire::result<std::vector<inquiry::deputy_id>> deputies_in(const request_context& context, const inquiry::state& s) {
    const auto body = body_of(context);
    if (!body) return body.error();
    std::optional<wire::problem> bad;
    wire::object_reader r(*body, "", bad);
    std::vector<inquiry::deputy_id> ids;
    if (const auto* named = r.array("deputies", limits::deputies, false)) {
        for (const auto& one : *named) {
            inquiry::deputy_id id{one.is_string() ? one.get<std::string>() : std::string{}};
            if (!bad && s.find(id) == nullptr) bad = wire::problem{"no_such_deputy", "there is no deputy " + id.value};
            ids.push_back(std::move(id));
        }
    } else if (!bad) {
        for (const auto& deputy : s.deputies) ids.push_back(deputy.who.id);
    }
    r.finish();
    if (bad) return *bad;
    return ids;
}

// Good keys are never counted: only who has tried many that were not waits.
bool may_try_keys(const services& with, const request_context& context) {
    const auto address = counted_address(context.from);
    return address.empty() || with.common.door->bad_keys.has_any(address, std::chrono::steady_clock::now());
}

answer bad_key(const services& with, const request_context& context) {
    const auto address = counted_address(context.from);
    if (!address.empty() && !with.common.door->bad_keys.take_if_any(address, std::chrono::steady_clock::now()))
        return come_again(limits::login_delay_first);
    return error_answer({"bad_key", "this link is not valid, or a newer one was made"});
}

}  // namespace

asio::awaitable<answer> handle_keys(services& with, request_context context, inquiry::inquiry_id id) {
    const auto who = need_admin(with, context);
    if (!who) co_return who.error();
    const auto room = co_await room_of(with, id);
    if (!room) co_return error_answer(room.error());
    const auto ids = deputies_in(context, (*room)->now());
    if (!ids) co_return error_answer(ids.error());
    wire::json keys = wire::json::array();
    inquiry::command::issue_keys issue;
    for (const auto& deputy : *ids) {
        if (issue.key_hashes.contains(deputy)) continue;
        const auto key = live::new_key();
        issue.key_hashes[deputy] = live::hash_key(key);
        keys.push_back(
            {{"id", deputy.value}, {"key", key}, {"url", base_url(context) + "/phone#" + id.value + "/" + key}});
    }
    inquiry::any_command command = std::move(issue);
    const auto outcome = co_await perform(**room, std::move(command), who->account);
    if (!outcome) co_return error_answer(outcome.error());
    const auto count = keys.size();
    auto out = json_answer(status::ok, {{"keys", std::move(keys)}});
    out.noted.count = count;
    co_return out;
}

asio::awaitable<answer> handle_join(services& with, request_context context, inquiry::inquiry_id id) {
    const auto key = key_in(context);
    if (!key) co_return error_answer(key.error());
    const auto room = co_await room_of(with, id);
    if (!room) co_return error_answer(room.error());
    const auto hash = live::hash_key(*key);
    const auto& deputies = (*room)->now().deputies;
    const auto find = [&] {
        return std::find_if(deputies.begin(), deputies.end(), [&](const auto& d) { return d.key_hash == hash; });
    };
    auto found = find();
    if (found == deputies.end()) {
        if (!may_try_keys(with, context)) co_return come_again(limits::login_delay_first);
        // Made a moment ago, perhaps, on another worker.
        co_await (*room)->follow_to_newest();
        found = find();
    }
    if (found == deputies.end()) co_return bad_key(with, context);
    wire::json electorates = wire::json::array();
    for (const auto& one : found->who.electorates) electorates.push_back(one.value);
    auto out = json_answer(status::ok, {{"id", found->who.id.value},
                                        {"name", found->who.name},
                                        {"group", found->who.group},
                                        {"electorates", std::move(electorates)}});
    const cookie_jar jar(with.hub.secret());
    out.headers.emplace_back(
        "Set-Cookie", jar.write(deputy_cookie{id, found->who.id, found->key_rev}, with.hub.now(), context.from.secure));
    co_return out;
}

asio::awaitable<answer> handle_screens(services& with, request_context context, inquiry::inquiry_id id) {
    const auto who = need_operator(with, context);
    if (!who) co_return who.error();
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    std::optional<wire::problem> bad;
    wire::object_reader r(*body, "", bad);
    inquiry::command::add_screen add;
    add.name = r.text("name", limits::name_characters);
    add.layout = static_cast<inquiry::layout>(r.word("layout", wire::enum_words::layout));
    r.finish();
    if (bad) co_return error_answer(*bad);
    const auto room = co_await room_of(with, id);
    if (!room) co_return error_answer(room.error());
    const auto key = live::new_key();
    // Of the key's hash, so that two made at once differ and nothing can be read from it.
    add.key_hash = live::hash_key(key);
    add.screen = inquiry::screen_id{"s-" + live::hash_key("screen " + key).substr(0, 8)};
    const auto screen = add.screen;
    const auto name = add.name;
    inquiry::any_command command = std::move(add);
    const auto outcome = co_await perform(**room, std::move(command), who->account);
    if (!outcome) co_return error_answer(outcome.error());
    auto out = json_answer(
        status::created,
        {{"id", screen.value}, {"key", key}, {"url", base_url(context) + "/screen#" + id.value + "/" + key}});
    out.noted.subject = name;
    co_return out;
}

asio::awaitable<answer> handle_screen_join(services& with, request_context context, inquiry::inquiry_id id) {
    const auto key = key_in(context);
    if (!key) co_return error_answer(key.error());
    const auto room = co_await room_of(with, id);
    if (!room) co_return error_answer(room.error());
    const auto hash = live::hash_key(*key);
    const auto& screens = (*room)->now().screens;
    const auto find = [&] {
        return std::find_if(screens.begin(), screens.end(), [&](const auto& s) { return s.key_hash == hash; });
    };
    auto found = find();
    if (found == screens.end()) {
        if (!may_try_keys(with, context)) co_return come_again(limits::login_delay_first);
        co_await (*room)->follow_to_newest();
        found = find();
    }
    if (found == screens.end()) co_return bad_key(with, context);
    const cookie_jar jar(with.hub.secret());
    const screen_cookie who{id, found->id, found->key_rev};
    auto out =
        json_answer(status::ok, {{"id", found->id.value},
                                 {"name", found->name},
                                 {"layout", wire::enum_words::text(wire::enum_words::layout, found->on_air.layout)},
                                 {"ticket", jar.write_ticket(who, with.hub.now())}});
    out.headers.emplace_back("Set-Cookie", jar.write(who, with.hub.now(), context.from.secure));
    co_return out;
}

}  // namespace wenzheng::net
