#include "live/accounts.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "inquiry/ids.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/text.hpp"
#include "wire/enum_words.hpp"
#include "wire/json_text.hpp"

namespace wenzheng::live {
namespace asio = boost::asio;

namespace {

const char* const accounts_key = "wz:accounts";

std::string hash_now(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return {};
    return out.data();
}

asio::awaitable<std::string> hash_on_pool(std::string password) { co_return hash_now(password); }

asio::awaitable<bool> compare_on_pool(std::string hash, std::string password) {
    // Where the account does not exist a hash is reckoned all the same.
    if (hash.empty()) {
        hash_now(password);
        co_return false;
    }
    co_return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

bool password_hasher::enter() {
    if (waiting_.fetch_add(1) < limits::logins_waiting) return true;
    waiting_.fetch_sub(1);
    return false;
}

asio::awaitable<wire::result<std::string>> password_hasher::hash(std::string password) {
    if (!enter()) co_return wire::problem{"too_many_requests", "too many passwords wait to be checked"};
    auto hash = co_await asio::co_spawn(pool_, hash_on_pool(std::move(password)), asio::use_awaitable);
    waiting_.fetch_sub(1);
    if (hash.empty()) co_return wire::problem{"unavailable", "no memory to hash a password"};
    co_return wire::result<std::string>{boost::system::in_place_value, std::move(hash)};
}

asio::awaitable<wire::result<bool>> password_hasher::matches(std::string hash, std::string password) {
    if (!enter()) co_return wire::problem{"too_many_requests", "too many passwords wait to be checked"};
    const bool same =
        co_await asio::co_spawn(pool_, compare_on_pool(std::move(hash), std::move(password)), asio::use_awaitable);
    waiting_.fetch_sub(1);
    co_return same;
}

asio::awaitable<wire::result<void>> accounts::create(std::string account, std::string password,
                                                     inquiry::account_role role) {
    if (!inquiry::is_id(account)) co_return wire::problem{"bad_field", "account must be an id"};
    if (inquiry::characters(password) > limits::password_characters_max)
        co_return wire::problem{"bad_field", "password is too long"};
    const auto exists = co_await store_.call(record::command_words("HEXISTS", accounts_key, account));
    if (!exists) co_return wire::problem{"unavailable", "the store is away"};
    if (exists->view().integer() != 0) co_return wire::problem{"exists", "there is an account " + account};
    const auto count = co_await store_.call(record::command_words("HLEN", accounts_key));
    if (count && count->view().integer() >= static_cast<std::int64_t>(limits::accounts))
        co_return wire::problem{"limit_reached", "accounts"};
    auto hash = co_await hasher_.hash(std::move(password));
    if (!hash) co_return hash.error();
    const auto value =
        wire::canonical({{"role", wire::enum_words::text(wire::enum_words::role, role)}, {"password", *hash}});
    const auto set = co_await store_.call(record::command_words("HSETNX", accounts_key, account, value));
    if (!set) co_return wire::problem{"unavailable", "the store is away"};
    if (set->view().integer() == 0) co_return wire::problem{"exists", "there is an account " + account};
    co_return wire::result<void>{};
}

bool accounts::is_long_enough(const std::string& password) {
    return inquiry::characters(password) >= limits::password_characters_min;
}

asio::awaitable<wire::result<inquiry::account_role>> accounts::sign_in(std::string account, std::string password) {
    const auto stored = co_await store_.call(record::command_words("HGET", accounts_key, account));
    if (!stored) co_return wire::problem{"unavailable", "the store is away"};
    const auto value = wire::json::parse(stored->view().text(), nullptr, false);
    const bool known = value.is_object();
    std::string hash = known ? value.value("password", "") : "";
    const auto same = co_await hasher_.matches(std::move(hash), std::move(password));
    if (!same) co_return same.error();
    if (!*same) co_return wire::problem{"bad_credentials", "account or password is wrong"};
    const auto& roles = wire::enum_words::role;
    const auto role = std::find(roles.begin(), roles.end(), value.value("role", ""));
    if (role == roles.end()) co_return wire::problem{"bad_credentials", "account or password is wrong"};
    co_return static_cast<inquiry::account_role>(role - roles.begin());
}

asio::awaitable<std::optional<bool>> accounts::any() {
    const auto count = co_await store_.call(record::command_words("HLEN", accounts_key));
    if (!count) co_return std::nullopt;
    co_return count->view().integer() > 0;
}

}  // namespace wenzheng::live
