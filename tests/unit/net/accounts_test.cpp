// Accounts as two workers see them that share one store.
#include "live/accounts.hpp"

#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <stdexcept>

#include "catch.hpp"
#include "record/private_redis.hpp"

using namespace wenzheng;
using inquiry::account_role;
namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds patience{30};
const std::string password = "a password for tests";
const std::string other_password = "another password for tests";

struct own_redis {
    own_redis() {
        auto pattern = (std::filesystem::temp_directory_path() / "wenzheng-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
        directory = pattern;
        auto started = record::private_redis::start(pattern);
        if (!started) throw std::runtime_error(started.error());
        redis = std::move(*started);
    }
    ~own_redis() {
        redis.reset();
        std::error_code ignored;
        std::filesystem::remove_all(directory, ignored);
    }
    own_redis(const own_redis&) = delete;
    own_redis& operator=(const own_redis&) = delete;

    std::filesystem::path directory;
    std::unique_ptr<record::private_redis> redis;
};

asio::awaitable<void> run_store(record::store& store, int& running) {
    ++running;
    co_await store.run();
    --running;
}

template <class value>
asio::awaitable<void> put(asio::awaitable<value> from, std::optional<value>& into) {
    into.emplace(co_await std::move(from));
}

// Two stores and their accounts on one loop.
class two_workers {
public:
    two_workers() {
        for (auto* store : {&store_a_, &store_b_}) {
            asio::co_spawn(context_, run_store(*store, running_), asio::detached);
            if (!get(store->wait_ready(std::chrono::steady_clock::now() + patience)))
                throw std::runtime_error("the store did not get ready");
        }
    }
    ~two_workers() {
        store_a_.stop();
        store_b_.stop();
        run_until([this] { return running_ == 0; });
    }
    two_workers(const two_workers&) = delete;
    two_workers& operator=(const two_workers&) = delete;

    template <class value>
    value get(asio::awaitable<value> call) {
        std::optional<value> answer;
        asio::co_spawn(context_, put(std::move(call), answer), asio::detached);
        run_until([&] { return answer.has_value(); });
        return std::move(answer.value());
    }

    template <class first, class second>
    std::pair<first, second> both(asio::awaitable<first> one, asio::awaitable<second> other) {
        std::optional<first> one_answer;
        std::optional<second> other_answer;
        asio::co_spawn(context_, put(std::move(one), one_answer), asio::detached);
        asio::co_spawn(context_, put(std::move(other), other_answer), asio::detached);
        run_until([&] { return one_answer && other_answer; });
        return {std::move(one_answer.value()), std::move(other_answer.value())};
    }

    void make(const std::string& account, account_role role) {
        REQUIRE(get(a.create(account, password, role)).has_value());
    }
    void store_as_before_versions(const std::string& account, const std::string& json) {
        REQUIRE(get(store_a_.call(record::command_words("HSET", "wz:accounts", account, json))).has_value());
    }
    void lose_store_of_b() {
        store_b_.stop();
        run_until([this] { return running_ == 1; });
    }

private:
    template <class condition>
    void run_until(condition reached) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        context_.restart();
        while (!reached() && std::chrono::steady_clock::now() < deadline)
            if (context_.run_one_until(deadline) == 0) break;
    }

    own_redis redis_;
    asio::io_context context_{1};
    live::password_hasher hasher_;
    record::store store_a_{context_.get_executor(), redis_.redis->endpoint()};
    record::store store_b_{context_.get_executor(), redis_.redis->endpoint()};
    int running_ = 0;

public:
    live::accounts a{store_a_, hasher_};
    live::accounts b{store_b_, hasher_};
};

}  // namespace

TEST_CASE("every change of an account gives it another version, on every worker") {
    two_workers on;
    on.make("boss", account_role::admin);
    on.make("clerk", account_role::moderator);
    const auto first = on.get(on.a.sign_in("clerk", password));
    REQUIRE(first.has_value());
    CHECK(first->role == account_role::moderator);
    REQUIRE(on.get(on.b.refresh()));
    CHECK(on.b.known().size() == 2);
    CHECK(on.b.find("clerk", first->version) != nullptr);
    CHECK(on.b.find("clerk", "") == nullptr);
    CHECK(on.b.find("nobody", first->version) == nullptr);

    REQUIRE(on.get(on.a.change("clerk", {std::nullopt, account_role::director})).has_value());
    CHECK(on.a.find("clerk", first->version) == nullptr);
    REQUIRE(on.get(on.b.refresh()));
    CHECK(on.b.find("clerk", first->version) == nullptr);
    const auto second = on.get(on.b.sign_in("clerk", password));
    REQUIRE(second.has_value());
    CHECK(second->role == account_role::director);
    CHECK(on.b.find("clerk", second->version) != nullptr);

    REQUIRE(on.get(on.a.change("clerk", {other_password, std::nullopt})).has_value());
    const auto wrong = on.get(on.a.sign_in("clerk", password));
    REQUIRE_FALSE(wrong.has_value());
    CHECK(wrong.error().code == "bad_credentials");
    const auto third = on.get(on.a.sign_in("clerk", other_password));
    REQUIRE(third.has_value());
    CHECK(third->role == account_role::director);
    CHECK(third->version != second->version);

    REQUIRE(on.get(on.a.remove("clerk")).has_value());
    on.make("clerk", account_role::director);
    REQUIRE(on.get(on.a.refresh()));
    CHECK(on.a.find("clerk", third->version) == nullptr);
}

TEST_CASE("the same role again is no change") {
    two_workers on;
    on.make("boss", account_role::admin);
    const auto before = on.get(on.a.sign_in("boss", password));
    const auto role = on.get(on.a.change("boss", {std::nullopt, account_role::admin}));
    REQUIRE(role.has_value());
    CHECK(*role == account_role::admin);
    const auto after = on.get(on.a.sign_in("boss", password));
    CHECK(before->version == after->version);
}

TEST_CASE("an account from before there were versions has the empty one until it changes") {
    two_workers on;
    on.make("boss", account_role::admin);
    on.store_as_before_versions("clerk", R"({"role":"moderator","password":"x"})");
    REQUIRE(on.get(on.a.refresh()));
    CHECK(on.a.find("clerk", "") != nullptr);
    REQUIRE(on.get(on.a.change("clerk", {std::nullopt, account_role::scrutineer})).has_value());
    CHECK(on.a.find("clerk", "") == nullptr);
}

TEST_CASE("an administrator is left, however two ask at once") {
    two_workers on;
    on.make("one", account_role::admin);
    on.make("two", account_role::admin);
    const auto [first, second] = on.both(on.a.remove("one"), on.b.change("two", {{}, account_role::director}));
    CHECK((first.has_value() ? 1 : 0) + (second.has_value() ? 1 : 0) == 1);
    CHECK((first ? second.error().code : first.error().code) == "last_admin");
    const auto left = first ? "two" : "one";
    CHECK(on.get(on.a.remove(left)).error().code == "last_admin");
    CHECK(on.get(on.a.change(left, {{}, account_role::moderator})).error().code == "last_admin");
    CHECK(on.get(on.a.change(left, {other_password, std::nullopt})).has_value());
}

TEST_CASE("two changes of one account at once are both made") {
    two_workers on;
    on.make("boss", account_role::admin);
    on.make("clerk", account_role::moderator);
    const auto [role, secret] =
        on.both(on.a.change("clerk", {{}, account_role::director}), on.b.change("clerk", {other_password, {}}));
    REQUIRE(role.has_value());
    REQUIRE(secret.has_value());
    const auto now = on.get(on.a.sign_in("clerk", other_password));
    REQUIRE(now.has_value());
    CHECK(now->role == account_role::director);
}

TEST_CASE("accounts that are not there can't be changed") {
    two_workers on;
    on.make("boss", account_role::admin);
    CHECK(on.get(on.a.remove("nobody")).error().code == "no_such_account");
    CHECK(on.get(on.a.change("nobody", {other_password, {}})).error().code == "no_such_account");
    CHECK(on.get(on.a.change("nobody", {{}, account_role::admin})).error().code == "no_such_account");
}

TEST_CASE("what was known last holds while the store is away") {
    two_workers on;
    on.make("boss", account_role::admin);
    CHECK_FALSE(on.b.is_up_to_date());
    REQUIRE(on.get(on.b.refresh()));
    const auto version = on.b.known().at("boss").version;
    on.lose_store_of_b();
    CHECK_FALSE(on.get(on.b.refresh()));
    CHECK_FALSE(on.b.is_up_to_date());
    CHECK(on.b.find("boss", version) != nullptr);
    CHECK(on.get(on.b.remove("boss")).error().code == "unavailable");
}

TEST_CASE("who signs out is signed out on every worker, alone, for as long as his cookie would be good") {
    two_workers on;
    on.make("boss", account_role::admin);
    const auto one = live::fresh_sign_in();
    const auto other = live::fresh_sign_in();
    REQUIRE(one != other);
    REQUIRE(on.get(on.a.sign_out(one, 2'000, 1'000)));
    CHECK(on.a.is_signed_out(one));
    CHECK_FALSE(on.b.is_signed_out(one));
    REQUIRE(on.get(on.b.refresh()));
    CHECK(on.b.is_signed_out(one));
    CHECK_FALSE(on.b.is_signed_out(other));
    CHECK_FALSE(on.b.is_signed_out(0));

    REQUIRE(on.get(on.b.sign_out(other, 9'000, 2'000)));
    CHECK(on.b.is_signed_out(one));
    REQUIRE(on.get(on.b.sign_out(other, 9'000, 2'001)));
    CHECK_FALSE(on.b.is_signed_out(one));
    CHECK(on.b.is_signed_out(other));

    on.lose_store_of_b();
    CHECK_FALSE(on.get(on.b.sign_out(one, 9'000, 3'000)));
    CHECK(on.b.is_signed_out(other));
}
