#include "live/accounts.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "inquiry/ids.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/text.hpp"
#include "live/on_pool.hpp"
#include "wire/enum_words.hpp"
#include "wire/json_text.hpp"

namespace wenzheng::live {
namespace asio = boost::asio;

namespace {

const char* const accounts_key = "wz:accounts";
const char* const signed_out_key = "wz:signed_out";

// Another operator's change that came between reading and writing.
constexpr int replace_tries = 8;

wire::problem store_away() { return {"unavailable", "the store is away"}; }
wire::problem no_such_account(const std::string& account) {
    return {"no_such_account", "there is no account " + account};
}

std::string fresh_version() {
    std::array<unsigned char, 12> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, bytes.size() * 2 + 1> hex{};
    return sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
}

std::uint64_t number_in(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string write_account(inquiry::account_role role, const std::string& hash, const std::string& version) {
    return wire::canonical(
        {{"role", wire::enum_words::text(wire::enum_words::role, role)}, {"password", hash}, {"version", version}});
}

struct stored_account {
    account_standing standing;
    std::string hash;
};

std::optional<stored_account> read_account(std::string_view text) {
    const auto value = wire::json::parse(text, nullptr, false);
    if (!value.is_object()) return std::nullopt;
    const auto& roles = wire::enum_words::role;
    const auto role = std::find(roles.begin(), roles.end(), value.value("role", ""));
    if (role == roles.end()) return std::nullopt;
    return stored_account{{static_cast<inquiry::account_role>(role - roles.begin()), value.value("version", "")},
                          value.value("password", "")};
}

std::string hash_now(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return {};
    return out.data();
}

bool matches_now(const std::string& hash, const std::string& password) {
    // Where the account does not exist a hash is reckoned all the same.
    if (hash.empty()) {
        hash_now(password);
        return false;
    }
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

std::uint64_t fresh_sign_in() {
    std::uint64_t number = 0;
    while (number == 0) randombytes_buf(&number, sizeof number);
    return number;
}

bool password_hasher::enter() {
    if (waiting_.fetch_add(1) < limits::logins_waiting) return true;
    waiting_.fetch_sub(1);
    return false;
}

asio::awaitable<wire::result<std::string>> password_hasher::hash(std::string password) {
    if (!enter()) co_return wire::problem{"too_many_requests", "too many passwords wait to be checked"};
    const auto work = [password = std::move(password)] { return hash_now(password); };
    auto hash = co_await on_pool(pool_, work);
    waiting_.fetch_sub(1);
    if (hash.empty()) co_return wire::problem{"unavailable", "no memory to hash a password"};
    co_return wire::result<std::string>{boost::system::in_place_value, std::move(hash)};
}

asio::awaitable<wire::result<bool>> password_hasher::matches(std::string hash, std::string password) {
    if (!enter()) co_return wire::problem{"too_many_requests", "too many passwords wait to be checked"};
    const auto work = [hash = std::move(hash), password = std::move(password)] { return matches_now(hash, password); };
    const bool same = co_await on_pool(pool_, work);
    waiting_.fetch_sub(1);
    co_return same;
}

asio::awaitable<wire::result<void>> accounts::create(std::string account, std::string password,
                                                     inquiry::account_role role) {
    if (!inquiry::is_id(account)) co_return wire::problem{"bad_field", "account must be an id"};
    if (inquiry::characters(password) > limits::password_characters_max)
        co_return wire::problem{"bad_field", "password is too long"};
    const auto exists = co_await store_.call(record::command_words("HEXISTS", accounts_key, account));
    if (!exists) co_return store_away();
    if (exists->view().integer() != 0) co_return wire::problem{"exists", "there is an account " + account};
    const auto count = co_await store_.call(record::command_words("HLEN", accounts_key));
    if (count && count->view().integer() >= static_cast<std::int64_t>(limits::accounts))
        co_return wire::problem{"limit_reached", "accounts"};
    auto hash = co_await hasher_.hash(std::move(password));
    if (!hash) co_return hash.error();
    const auto value = write_account(role, *hash, fresh_version());
    const auto set = co_await store_.call(record::command_words("HSETNX", accounts_key, account, value));
    if (!set) co_return store_away();
    if (set->view().integer() == 0) co_return wire::problem{"exists", "there is an account " + account};
    co_return wire::result<void>{};
}

bool accounts::is_long_enough(const std::string& password) {
    return inquiry::characters(password) >= limits::password_characters_min;
}

asio::awaitable<wire::result<std::string>> accounts::stored(std::string account) {
    const auto value = co_await store_.call(record::command_words("HGET", accounts_key, account));
    if (!value) co_return store_away();
    co_return wire::result<std::string>{boost::system::in_place_value, value->view().text()};
}

// False where it is no longer `from`.
asio::awaitable<wire::result<bool>> accounts::replace(std::string account, std::string from, std::string to,
                                                      inquiry::account_role role) {
    const auto role_word = to.empty() ? std::string{} : wire::enum_words::text(wire::enum_words::role, role);
    const auto came = co_await store_.call_function(
        record::command_words("FCALL", "wz_replace_account", "1", accounts_key, account, from, to, role_word));
    if (!came) co_return store_away();
    const auto what = came->view().text();
    if (what == "last_admin") co_return wire::problem{"last_admin", "an administrator must be left"};
    co_return what == "done";
}

asio::awaitable<wire::result<inquiry::account_role>> accounts::change(std::string account, account_change to) {
    std::optional<std::string> hash;
    if (to.password) {
        if (inquiry::characters(*to.password) > limits::password_characters_max)
            co_return wire::problem{"bad_field", "password is too long"};
        const auto before = co_await stored(account);
        if (!before) co_return before.error();
        if (before->empty()) co_return no_such_account(account);
        auto made = co_await hasher_.hash(std::move(*to.password));
        if (!made) co_return made.error();
        hash = std::move(*made);
    }
    for (int tries = 0; tries < replace_tries; ++tries) {
        const auto before = co_await stored(account);
        if (!before) co_return before.error();
        const auto now = read_account(*before);
        if (!now) co_return no_such_account(account);
        const auto role = to.role.value_or(now->standing.role);
        if (!hash && role == now->standing.role) co_return role;
        auto value = write_account(role, hash.value_or(now->hash), fresh_version());
        const auto done = co_await replace(account, *before, std::move(value), role);
        if (!done) co_return done.error();
        if (!*done) continue;
        co_await refresh();
        co_return role;
    }
    co_return wire::problem{"unavailable", "the account is being changed elsewhere"};
}

asio::awaitable<wire::result<void>> accounts::remove(std::string account) {
    for (int tries = 0; tries < replace_tries; ++tries) {
        const auto before = co_await stored(account);
        if (!before) co_return before.error();
        if (before->empty()) co_return no_such_account(account);
        const auto done = co_await replace(account, *before, std::string(), inquiry::account_role::moderator);
        if (!done) co_return done.error();
        if (!*done) continue;
        co_await refresh();
        co_return wire::result<void>{};
    }
    co_return wire::problem{"unavailable", "the account is being changed elsewhere"};
}

asio::awaitable<wire::result<account_standing>> accounts::sign_in(std::string account, std::string password) {
    const auto value = co_await stored(account);
    if (!value) co_return value.error();
    const auto known = read_account(*value);
    std::string hash;
    if (known) hash = known->hash;
    const auto same = co_await hasher_.matches(std::move(hash), std::move(password));
    if (!same) co_return same.error();
    if (!*same || !known) co_return wire::problem{"bad_credentials", "account or password is wrong"};
    co_return known->standing;
}

asio::awaitable<bool> accounts::refresh() {
    // A reading that is on its way may have been answered before what the caller has heard of: the next one counts.
    const auto wanted = begun_ + 1;
    while (ended_ < wanted) {
        if (reading_) {
            co_await ended_one_.wait_until(std::chrono::steady_clock::now() + limits::store_call_timeout);
            continue;
        }
        reading_ = true;
        const auto mine = ++begun_;
        up_to_date_ = co_await read_all();
        ended_ = mine;
        reading_ = false;
        ended_one_.notify_all();
    }
    co_return up_to_date_;
}

asio::awaitable<bool> accounts::read_all() {
    const auto all = co_await store_.call(record::command_words("HGETALL", accounts_key));
    const auto out = co_await store_.call(record::command_words("HGETALL", signed_out_key));
    if (!all || !out) co_return false;
    known_.clear();
    for (std::size_t i = 0; i + 1 < all->view().size(); i += 2)
        if (const auto account = read_account((*all)[i + 1].text()))
            known_.emplace((*all)[i].text(), account->standing);
    signed_out_.clear();
    for (std::size_t i = 0; i + 1 < out->view().size(); i += 2)
        signed_out_.emplace(number_in((*out)[i].text()), static_cast<std::int64_t>(number_in((*out)[i + 1].text())));
    co_return true;
}

asio::awaitable<bool> accounts::sign_out(std::uint64_t sign_in, std::int64_t until_ms, std::int64_t now_ms) {
    const auto name = std::to_string(sign_in);
    const auto until = std::to_string(until_ms);
    const auto done = co_await store_.call(record::command_words("HSET", signed_out_key, name, until));
    if (!done) co_return false;
    for (const auto& [known, good_until_ms] : std::map(signed_out_)) {
        if (good_until_ms >= now_ms) continue;
        const auto old = std::to_string(known);
        co_await store_.call(record::command_words("HDEL", signed_out_key, old));
    }
    co_return co_await refresh();
}

const account_standing* accounts::find(const std::string& account, const std::string& version) const {
    const auto found = known_.find(account);
    return found != known_.end() && found->second.version == version ? &found->second : nullptr;
}

asio::awaitable<std::optional<bool>> accounts::any() {
    const auto count = co_await store_.call(record::command_words("HLEN", accounts_key));
    if (!count) co_return std::nullopt;
    co_return count->view().integer() > 0;
}

}  // namespace wenzheng::live
