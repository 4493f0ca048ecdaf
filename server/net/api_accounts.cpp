#include <algorithm>

#include "inquiry/limits.hpp"
#include "net/api.hpp"
#include "wire/enum_words.hpp"
#include "wire/object_reader.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
using boost::beast::http::status;

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
    const auto role = co_await with.accounts.sign_in(account, std::move(password));
    if (!role) co_return error_answer(role.error());
    auto out = json_answer(status::ok,
                           {{"account", account}, {"role", wire::enum_words::text(wire::enum_words::role, *role)}});
    const cookie_jar jar(with.hub.secret());
    out.headers.emplace_back("Set-Cookie", jar.write(operator_cookie{account, *role}, with.hub.now()));
    co_return out;
}

asio::awaitable<answer> handle_new_account(services& with, request_context context) {
    if (const auto who = need_admin(with, context); !who) co_return who.error();
    const auto body = body_of(context);
    if (!body) co_return error_answer(body.error());
    std::optional<wire::problem> bad;
    wire::object_reader r(*body, "", bad);
    auto account = r.an_id<inquiry::item_id>("account").value;
    auto password = r.text("password", limits::password_characters_max);
    const auto role = static_cast<inquiry::account_role>(r.word("role", wire::enum_words::role));
    if (!bad && !live::accounts::is_long_enough(password))
        r.fail("bad_field", "password",
               "must have at least " + std::to_string(limits::password_characters_min) + " characters");
    r.finish();
    if (bad) co_return error_answer(*bad);
    const auto made = co_await with.accounts.create(account, std::move(password), role);
    if (!made) co_return error_answer(made.error());
    co_return json_answer(status::created,
                          {{"account", account}, {"role", wire::enum_words::text(wire::enum_words::role, role)}});
}

}  // namespace wenzheng::net
