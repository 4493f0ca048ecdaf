// Operators' accounts in the store: Argon2id hashes, checked on a thread of their own so that no vote waits for one.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <string>

#include "inquiry/commands.hpp"
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

class accounts {
public:
    accounts(record::store& store, password_hasher& hasher) : store_(store), hasher_(hasher) {}

    // Problems: exists, bad_field, limit_reached, unavailable, too_many_requests.
    boost::asio::awaitable<wire::result<void>> create(std::string account, std::string password,
                                                      inquiry::account_role role);

    // Asked of passwords that people choose; the first administrator's comes from whoever installs.
    static bool is_long_enough(const std::string& password);

    // The role, or bad_credentials: the same answer in the same time whether the account exists or not.
    boost::asio::awaitable<wire::result<inquiry::account_role>> sign_in(std::string account, std::string password);

    // Whether any account exists; nothing where the store is away.
    boost::asio::awaitable<std::optional<bool>> any();

private:
    record::store& store_;
    password_hasher& hasher_;
};

}  // namespace wenzheng::live
