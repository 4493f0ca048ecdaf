// Operators' accounts in the store: Argon2id hashes, checked on a thread of their own so that no vote waits for one.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "inquiry/commands.hpp"
#include "record/signal.hpp"
#include "record/store.hpp"
#include "wire/problem.hpp"

namespace wenzheng::live {

// Shared by all workers: hashing takes tens of milliseconds and 64 MiB, so one at a time, and few wait.
class password_hasher {
public:
    ~password_hasher() { pool_.join(); }
    boost::asio::awaitable<wire::result<std::string>> hash(std::string password);
    boost::asio::awaitable<wire::result<bool>> matches(std::string hash, std::string password);

private:
    bool enter();
    boost::asio::thread_pool pool_{1};
    std::atomic<std::size_t> waiting_{0};
};

// What an account is but for its password. The version is another one after every change of role or password, and
// never one that any account had before: a cookie that names an older one is no good any more.
struct account_standing {
    inquiry::account_role role = inquiry::account_role::moderator;
    std::string version;  // empty: the account was made before there were versions
    friend bool operator==(const account_standing&, const account_standing&) = default;
};

using standings = std::map<std::string, account_standing>;  // by account

// By which one signing in can be told from all others; never 0.
std::uint64_t fresh_sign_in();

struct account_change {
    std::optional<std::string> password;
    std::optional<inquiry::account_role> role;
};

// One worker's; used on its thread only.
class accounts {
public:
    accounts(record::store& store, password_hasher& hasher) : store_(store), hasher_(hasher) {}

    // Problems: exists, bad_field, limit_reached, unavailable, too_many_requests.
    boost::asio::awaitable<wire::result<void>> create(std::string account, std::string password,
                                                      inquiry::account_role role);

    // The role afterwards. Problems: no_such_account, last_admin, bad_field, unavailable, too_many_requests.
    boost::asio::awaitable<wire::result<inquiry::account_role>> change(std::string account, account_change to);

    // Problems: no_such_account, last_admin, unavailable.
    boost::asio::awaitable<wire::result<void>> remove(std::string account);

    // Asked of passwords that people choose; the first administrator's comes from whoever installs.
    static bool is_long_enough(const std::string& password);

    // What a cookie is written of, or bad_credentials: the same answer in the same time whether the account exists or
    // not.
    boost::asio::awaitable<wire::result<account_standing>> sign_in(std::string account, std::string password);

    // Whether any account exists; nothing where the store is away.
    boost::asio::awaitable<std::optional<bool>> any();

    // Reads all accounts, and who was signed out, once for everybody who asks meanwhile; whether the store answered.
    // What was known before holds where it did not.
    boost::asio::awaitable<bool> refresh();

    // As last read.
    const standings& known() const noexcept { return known_; }
    // Null where that is not the account's version, as last read.
    const account_standing* find(const std::string& account, const std::string& version) const;
    // What was signed in under this number is good for nobody any more, on every node, within
    // limits::accounts_interval. Kept for as long as its cookie would be good. False where the store is away.
    boost::asio::awaitable<bool> sign_out(std::uint64_t sign_in, std::int64_t until_ms, std::int64_t now_ms);
    // As last read.
    bool is_signed_out(std::uint64_t sign_in) const { return signed_out_.contains(sign_in); }

    // False: the store was away when it was asked last, or has not been asked.
    bool is_up_to_date() const noexcept { return up_to_date_; }

private:
    boost::asio::awaitable<bool> read_all();
    boost::asio::awaitable<wire::result<std::string>> stored(std::string account);
    boost::asio::awaitable<wire::result<bool>> replace(std::string account, std::string from, std::string to,
                                                       inquiry::account_role role);

    record::store& store_;
    password_hasher& hasher_;
    standings known_;
    std::map<std::uint64_t, std::int64_t> signed_out_;  // until when the cookie would be good
    bool up_to_date_ = false;
    bool reading_ = false;
    std::uint64_t begun_ = 0;  // readings
    std::uint64_t ended_ = 0;
    record::signal ended_one_;
};

}  // namespace wenzheng::live
