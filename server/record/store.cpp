// How the store is found, entered, watched and left.
#include "record/store.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "inquiry/limits.hpp"
#include "record/function_library_text.hpp"

namespace wenzheng::record {
namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

constexpr std::int64_t function_version = 4;  // VERSION of functions/1_record.lua

std::int64_t steady_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::string random_hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    randombytes_buf(raw.data(), raw.size());
    std::string text(bytes * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(raw.data()), raw.size());
    text.pop_back();
    return text;
}

bool is_same_place(const redis_endpoint& a, const redis_endpoint& b) { return a.host == b.host && a.port == b.port; }

}  // namespace

// What the store says of itself, and what this node knew of it just before it was asked.
struct store::identity {
    std::string epoch;
    std::string secret;
    std::string store;
    std::uint64_t writes = 0;
    std::optional<store_marker::memory> known;
};

store::store(asio::any_io_executor executor, store_settings with)
    : executor_(std::move(executor)), with_(std::move(with)), master_(with_.at), sentinels_(with_.at) {
    if (!with_.marker) with_.marker = std::make_shared<store_marker>();
}

store::store(asio::any_io_executor executor, redis_endpoint at)
    : store(std::move(executor), store_settings{std::move(at), 0, nullptr, nullptr, 0, false}) {}

void store::on_break(std::function<std::vector<known_record>()> known, std::function<void()> new_epoch) {
    known_records_ = std::move(known);
    new_epoch_ = std::move(new_epoch);
}

inquiry::instant_ms store::now() const noexcept { return steady_ms() + clock_offset_ms_; }

std::string store::last_error() const { return connection_ ? connection_->last_error() : std::string{}; }

bool store::is_ready() const noexcept {
    return ready_ && connection_ && connection_->is_open() &&
           (!replica_wait_ || replica_wait_->connection()->is_open());
}

std::vector<std::string> store::reasons() const {
    if (is_ready()) return not_durable_;
    return {refusal_.empty() ? std::string("store_away") : refusal_};
}

asio::awaitable<void> store::run() {
    auto pause = limits::store_retry_min;
    while (!stopping_) {
        const bool connected = co_await open_connections();
        if (!connected) refusal_ = with_.trouble ? with_.trouble() : std::string();
        if (connected && !stopping_) {
            const bool prepared = co_await prepare();
            if (prepared) {
                pause = limits::store_retry_min;
                ready_ = true;
                changed_.notify_all();
                co_await watch();
            }
            ready_ = false;
        }
        leave();
        changed_.notify_all();
        if (stopping_) break;
        asio::steady_timer timer(co_await asio::this_coro::executor, pause);
        boost::system::error_code ignored;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        pause = std::min<std::chrono::milliseconds>(pause * 2, limits::store_retry_max);
    }
}

void store::stop() {
    stopping_ = true;
    ready_ = false;
    sentinels_.close();
    leave();
    changed_.notify_all();
}

void store::leave() {
    if (connection_) connection_->close();
    if (replica_wait_) replica_wait_->connection()->close();
    for (const auto& reader : std::exchange(attached_, {}))
        if (const auto open = reader.lock()) open->close();
}

void store::attach(const std::shared_ptr<redis_connection>& reader) {
    std::erase_if(attached_, [](const auto& one) { return one.expired(); });
    attached_.push_back(reader);
}

bool store::refuse(std::string reason) {
    refusal_ = std::move(reason);
    changed_.notify_all();
    return false;
}

asio::awaitable<bool> store::wait_ready(signal::time_point deadline) {
    while (!is_ready() && !stopping_ && steady_clock::now() < deadline) co_await changed_.wait_until(deadline);
    co_return is_ready();
}

asio::awaitable<bool> store::wait_settled(signal::time_point deadline) {
    while (!is_ready() && refusal_.empty() && !stopping_ && steady_clock::now() < deadline)
        co_await changed_.wait_until(deadline);
    co_return is_ready();
}

asio::awaitable<bool> store::open_connections() {
    auto at = with_.at;
    if (!at.sentinels.empty()) {
        const auto named = co_await sentinels_.master();
        if (!named) co_return false;
        at = *named;
    }
    const auto connected = co_await redis_connection::connect(at, limits::store_connect_timeout);
    if (!connected) co_return false;
    connection_ = *connected;
    master_ = at;
    replica_wait_.reset();
    if (with_.replicas == 0) co_return true;
    const auto second = co_await redis_connection::connect(at, limits::store_connect_timeout);
    if (!second) co_return false;
    replica_wait_ = std::make_shared<replica_wait>(*second);
    // Both must be at one and the same Redis, or a wait on one says nothing about what the other wrote.
    const auto first_info = co_await call(command_words("INFO", "server"));
    const auto second_info = co_await (*second)->call(command_words("INFO", "server"), limits::store_call_timeout);
    co_return first_info&& second_info&& info_field(first_info->view().text(), "run_id") ==
        info_field(second_info->view().text(), "run_id");
}

asio::awaitable<bool> store::prepare() {
    if (with_.trouble)
        if (auto why = with_.trouble(); !why.empty()) co_return refuse(std::move(why));
    const auto role = co_await call(command_words("ROLE"));
    if (!role) co_return false;
    if ((*role)[0].text() != "master") co_return refuse("not_master");
    const bool loaded = co_await load_functions();
    if (!loaded) co_return false;
    auto found = co_await identify();
    if (!found) co_return false;
    const bool entered = co_await enter(std::move(*found));
    if (!entered) co_return false;
    co_await measure_clock();
    replicas_looked_at_ = {};
    not_durable_ = co_await check_durable();
    co_await look_at_all_replicas();
    not_durable_ = co_await check_durable();
    refusal_.clear();
    co_return connection_->is_open();
}

// The first node of a store loads the library, every other finds it. A newer one in the store is never replaced.
asio::awaitable<bool> store::load_functions() {
    const auto there = co_await call(command_words("FCALL_RO", "wz_version", "0"));
    if (there && there->view().integer() == function_version) co_return true;
    if (there && there->view().integer() > function_version) co_return refuse("library_newer");
    if (!there && there.error() != store_error::refused) co_return false;
    const auto loaded = co_await call(command_words("FUNCTION", "LOAD", "REPLACE", std::string(function_library_text)));
    co_return loaded.has_value();
}

asio::awaitable<std::optional<store::identity>> store::identify() {
    identity found;
    // Before the store is asked: another worker may go on writing meanwhile.
    found.known = with_.marker->known();
    const bool begun = !with_.begin_anew && (found.known || !epoch_.empty());
    for (int tries = 0; tries < 2; ++tries) {
        const auto said = co_await call(command_words("MGET", "wz:epoch", "wz:secret", "wz:store", "wz:writes"));
        if (!said || said->view().size() != 4) co_return std::nullopt;
        found.epoch = std::string((*said)[0].text());
        found.secret = std::string((*said)[1].text());
        found.store = std::string((*said)[2].text());
        found.writes = static_cast<std::uint64_t>((*said)[3].integer());
        if (!found.epoch.empty() && !found.secret.empty() && !found.store.empty()) break;
        if (found.epoch.empty() && begun) {
            refuse("store_emptied");
            co_return std::nullopt;
        }
        // The epoch last: it says that the store was begun.
        command_list begin;
        begin.push_back(command_words("SET", "wz:store", random_hex(16), "NX"));
        begin.push_back(command_words("SET", "wz:secret", random_hex(32), "NX"));
        begin.push_back(command_words("SET", "wz:epoch", random_hex(8), "NX"));
        const auto set = co_await connection_->calls(begin, limits::store_call_timeout);
        if (!set) co_return std::nullopt;
    }
    if (found.epoch.empty() || found.secret.empty() || found.store.empty()) co_return std::nullopt;
    if (found.known && found.known->store != found.store && !with_.begin_anew) {
        refuse("another_store");
        co_return std::nullopt;
    }
    co_return found;
}

// Compares what is there with what this node has seen of it; history that was lost begins another epoch, once.
asio::awaitable<bool> store::enter(identity found) {
    const auto known_epoch = epoch_.empty() && found.known ? found.known->epoch : epoch_;
    if (!known_epoch.empty() && found.epoch == known_epoch) {
        const bool fewer = found.known && found.known->epoch == found.epoch && found.writes < found.known->writes;
        const bool whole = co_await records_are_whole();
        if (!connection_->is_open()) co_return false;
        if (fewer || !whole) {
            const auto renewed =
                co_await call(command_words("FCALL", "wz_renew_epoch", "1", "wz:epoch", found.epoch, random_hex(8)));
            if (!renewed) co_return false;
            found.epoch = std::string(renewed->view().text());
        }
    }
    if (!with_.marker->remember(found.store, found.epoch, found.writes)) co_return refuse("data_dir_unwritable");
    const bool another = !epoch_.empty() && epoch_ != found.epoch;
    epoch_ = std::move(found.epoch);
    secret_ = std::move(found.secret);
    if (another && new_epoch_) new_epoch_();
    co_return true;
}

// Whether the store holds the newest event that each room has followed, byte for byte.
asio::awaitable<bool> store::records_are_whole() {
    const auto known = known_records_ ? known_records_() : std::vector<known_record>{};
    command_list reads;
    for (const auto& one : known) {
        const auto id = std::to_string(one.rev) + "-0";
        reads.push_back(command_words("XRANGE", prefix(one.id) + "events", id, id));
    }
    const auto found = co_await connection_->calls(reads, limits::store_call_timeout);
    if (!found) {
        connection_->close();
        co_return false;
    }
    for (std::size_t i = 0; i < known.size(); ++i) {
        const auto entries = read_entries((*found)[i].view());
        if (entries.size() != 1 || entry_digest(entries.front()) != known[i].entry) co_return false;
    }
    co_return true;
}

asio::awaitable<void> store::measure_clock() {
    const auto before = steady_ms();
    const auto time = co_await call(command_words("TIME"));
    const auto after = steady_ms();
    if (!time) co_return;
    const auto there = (*time)[0].integer() * 1000 + (*time)[1].integer() / 1000;
    clock_offset_ms_ = there - (before + after) / 2;
}

asio::awaitable<std::vector<std::string>> store::check_durable() {
    const auto connection = connection_;
    if (!connection) co_return command_words("store_away");
    command_list questions;
    questions.push_back(command_words("INFO"));
    questions.push_back(command_words("CONFIG", "GET", "*append*"));
    const auto said = co_await connection->calls(questions, limits::store_call_timeout);
    if (!said || (*said)[0].view().is_error()) co_return command_words("store_away");
    const auto info = (*said)[0].view().text();
    linked_ = linked_replicas(info);
    const auto config = (*said)[1].view();
    auto reasons = why_not_durable(info, config.is_error() ? reply_view{} : config, with_.replicas);
    if (with_.replicas > 0)
        reasons.insert(reasons.end(), replica_findings_.reasons.begin(), replica_findings_.reasons.end());
    co_return reasons;
}

asio::awaitable<void> store::look_at_all_replicas() {
    const auto now = steady_clock::now();
    if (with_.replicas == 0 || now - replicas_looked_at_ < limits::replica_look_interval) co_return;
    replicas_looked_at_ = now;
    replica_findings_ = co_await look_at_replicas(linked_, master_, replica_findings_.never_promoted);
}

// Returns when the store is gone or must not be used any more.
asio::awaitable<void> store::watch() {
    bool good = true;
    while (good && is_ready() && !stopping_) {
        co_await connection_->closed(steady_clock::now() + limits::store_look_interval);
        if (is_ready() && !stopping_) good = co_await look();
    }
}

// False where this connection has to be left.
asio::awaitable<bool> store::look() {
    if (with_.trouble)
        if (auto why = with_.trouble(); !why.empty()) co_return refuse(std::move(why));
    if (!with_.at.sentinels.empty()) {
        const auto named = co_await sentinels_.master();
        if (named && !is_same_place(*named, master_)) co_return false;
    }
    command_list questions;
    questions.push_back(command_words("GET", "wz:epoch"));
    questions.push_back(command_words("FCALL_RO", "wz_version", "0"));
    const auto said = co_await connection_->calls(questions, limits::store_call_timeout);
    if (!said) {
        not_durable_ = {"store_away"};
        co_return connection_->is_open();
    }
    const auto epoch = (*said)[0].view();
    if (epoch.is_nil()) co_return refuse("store_emptied");
    if (epoch.text() != epoch_) co_return false;
    if ((*said)[1].view().integer() != function_version) {
        const bool loaded = co_await load_functions();
        if (!loaded) co_return false;
    }
    co_await measure_clock();
    co_await look_at_all_replicas();
    not_durable_ = co_await check_durable();
    co_return true;
}

asio::awaitable<store_result<void>> store::settled() {
    const auto wait = replica_wait_;
    if (with_.replicas == 0) co_return store_result<void>{};
    if (!wait) co_return store_error::away;
    auto goal = goal_of(linked_, replica_findings_.never_promoted, with_.replicas);
    const auto done = co_await wait->until_on(std::move(goal));
    if (!done && !wait->connection()->is_open() && wait == replica_wait_) leave();
    co_return done;
}

asio::awaitable<void> store::rewrite_large_log() {
    if (with_.log_rewrite_bytes == 0) co_return;
    const auto info = co_await call(command_words("INFO", "persistence"));
    if (!info) co_return;
    const auto size_of = [&](std::string_view name) {
        std::uint64_t bytes = 0;
        const auto text = info_field(info->view().text(), name);
        std::from_chars(text.data(), text.data() + text.size(), bytes);
        return bytes;
    };
    const auto now = size_of("aof_current_size");
    if (now < with_.log_rewrite_bytes || now < limits::log_rewrite_growth * size_of("aof_base_size")) co_return;
    co_await call(command_words("BGREWRITEAOF"));
}

}  // namespace wenzheng::record
