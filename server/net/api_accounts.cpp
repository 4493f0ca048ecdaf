#include <algorithm>

#include "inquiry/limits.hpp"
#include "net/api.hpp"
#include "wire/enum_words.hpp"
#include "wire/object_reader.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::beast::http::status;
using boost::beast::http::verb;

namespace {

wire::json account_json(const std::string& account, inquiry::account_role role) {
    return {{"account", account}, {"role", wire::enum_words::text(wire::enum_words::role, role)}};
}

void check_length(wire::object_reader& r, const std::string& password) {
    if (!r.failed() && !live::accounts::is_long_enough(password))
        r.fail("bad_field", "password",
               "must have at least " + std::to_string(limits::password_characters_min) + " characters");
}

live::account_change read_change(const wire::json& body, std::optional<wire::problem>& bad) {
    wire::object_reader r(body, "", bad);
    live::account_change to;
    if (r.has("password")) {
        to.password = r.text("password", limits::password_characters_max);
        check_length(r, *to.password);
    }
    if (r.has("role")) to.role = static_cast<inquiry::account_role>(r.word("role", wire::enum_words::role));
    r.finish();
    return to;
}

asio::awaitable<answer> list_accounts(services& with) {
    const bool read = co_await with.accounts.refresh();
    if (!read) co_return error_answer({"unavailable", "the store is away"});
    wire::json rows = wire::json::array();
    for (const auto& [account, standing] : with.accounts.known()) rows.push_back(account_json(account, standing.role));
    co_return json_answer(status::ok, {{"accounts", std::move(rows)}});
}

}  // namespace

asio::awaitable<answer> handle_login(services& with, request_context context) {
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    std::optional<wire::problem> bad;
    wire::object_reader r(*body, "", bad);
    auto account = r.text("account", limits::name_characters);
    auto password = r.text("password", limits::password_characters_max);
    r.finish();
    if (bad) co_return error_answer(*bad);
    if (with.hub.secret().empty()) co_return error_answer({"unavailable", "the store is away"});
    auto& door = *with.common.door;
    const auto address = counted_address(context.from);
    const auto now = std::chrono::steady_clock::now();
    if (!address.empty() && !door.logins.take_if_any(address, now)) co_return come_again(limits::login_delay_first);
    if (const auto left = door.delay.begin(account, address, now); left.count() > 0) co_return come_again(left);
    const auto as = co_await with.accounts.sign_in(account, std::move(password));
    if (!as) {
        if (as.error().code == "bad_credentials")
            door.delay.failed(account, address, std::chrono::steady_clock::now());
        else
            door.delay.not_tried(account, address);
        auto refused = error_answer(as.error());
        // What is no account's name may be a password, in the wrong field. Asked anew whether it exists or not, which
        // takes the same time.
        co_await with.accounts.refresh();
        if (with.accounts.known().contains(account)) refused.noted.account = account;
        co_return refused;
    }
    door.delay.succeeded(account, address, now);
    auto out = json_answer(status::ok, account_json(account, as->role));
    const cookie_jar jar(with.hub.secret());
    const operator_cookie cookie{account, as->role, as->version, live::fresh_sign_in()};
    out.headers.emplace_back("Set-Cookie", jar.write(cookie, with.hub.now(), context.from.secure));
    out.noted.account = account;
    co_return out;
}

// A cookie that somebody has kept is no good any more afterwards.
asio::awaitable<answer> handle_logout(services& with, request_context context) {
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    std::optional<wire::problem> bad;
    wire::object_reader(*body, "", bad).finish();
    if (bad) co_return error_answer(*bad);
    const auto now_ms = with.hub.now();
    const auto who = cookie_jar(with.hub.secret()).read_operator(header(context.request, http::field::cookie), now_ms);
    if (who && who->sign_in != 0) {
        const bool done = co_await with.accounts.sign_out(who->sign_in, who->until_ms, now_ms);
        if (!done) co_return error_answer({"unavailable", "the store is away"});
    }
    auto out = json_answer(status::ok, wire::json::object());
    out.headers.emplace_back("Set-Cookie", cookie_jar::forget_operator(context.from.secure));
    co_return out;
}

asio::awaitable<answer> handle_accounts(services& with, request_context context) {
    if (const auto who = need_admin(with, context); !who) co_return who.error();
    if (context.request.method() != verb::post) co_return co_await list_accounts(with);
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    std::optional<wire::problem> bad;
    wire::object_reader r(*body, "", bad);
    auto account = r.an_id<inquiry::item_id>("account").value;
    auto password = r.text("password", limits::password_characters_max);
    const auto role = static_cast<inquiry::account_role>(r.word("role", wire::enum_words::role));
    check_length(r, password);
    r.finish();
    if (bad) co_return error_answer(*bad);
    const auto made = co_await with.accounts.create(account, std::move(password), role);
    auto out = made ? json_answer(status::created, account_json(account, role)) : error_answer(made.error());
    out.noted.subject = std::move(account);
    co_return out;
}

asio::awaitable<answer> handle_account(services& with, request_context context, std::string account) {
    if (const auto who = need_admin(with, context); !who) co_return who.error();
    if (!inquiry::is_id(account)) co_return error_answer({"no_such_account", "an account is an id"});
    if (context.request.method() == verb::delete_) {
        const auto gone = co_await with.accounts.remove(account);
        auto out = gone ? json_answer(status::ok, wire::json::object()) : error_answer(gone.error());
        out.noted.subject = std::move(account);
        co_return out;
    }
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    std::optional<wire::problem> bad;
    auto to = read_change(*body, bad);
    if (bad) co_return error_answer(*bad);
    const auto role = co_await with.accounts.change(account, std::move(to));
    auto out = role ? json_answer(status::ok, account_json(account, *role)) : error_answer(role.error());
    out.noted.subject = std::move(account);
    co_return out;
}

}  // namespace wenzheng::net
