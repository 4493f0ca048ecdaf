// The durable record as one worker sees it: a connection that comes back by itself, and the calls of
// functions/wenzheng.lua.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inquiry/events.hpp"
#include "record/redis_connection.hpp"
#include "record/redis_endpoint.hpp"
#include "record/signal.hpp"

namespace wenzheng::record {

// An event on its way into the record.
struct event_to_append {
    std::string event;      // canonical JSON (wire/event_json.hpp)
    std::string operation;  // what it does to the keys that votes are checked against; empty for nothing
    std::string command;    // id of its command, on the last event of that command; empty for none
    std::string content;    // digest of that command's content
};

struct append_answer {
    enum class outcome { appended, stale, repeated, early, ended } what = outcome::appended;
    std::uint64_t rev = 0;        // appended: of the last event; stale: the newest; repeated: of the first answer
    inquiry::instant_ms now = 0;  // appended, early: the store's clock
    std::string content;          // repeated: of the first command
};

struct vote_to_cast {
    inquiry::deputy_id deputy;
    std::string nonce;
    inquiry::ballot_id ballot;
    inquiry::mark mark;  // "!" burns the nonce of a message that could not be read
    std::uint32_t attempt = 0;
    std::string receipt;
    std::string
        staff;  // account that presses on a staff tablet: the store gives the attempt; empty: the deputy himself
};

struct cast_answer {
    enum class outcome { confirmed, refused, nonce_reused, too_many } what = outcome::refused;
    std::string code;     // refused: the wire's code
    std::string receipt;  // confirmed: the first one given for this nonce
    inquiry::instant_ms at = 0;
    bool late = false;  // confirmed, but after the close: counted only once late votes are admitted
};

struct progress_answer {
    inquiry::count cast = 0;
    std::vector<inquiry::deputy_id> voters;
    inquiry::mark_counts counts;
    inquiry::count late = 0;  // votes that came within the grace and wait
};

// What is kept of a deputy's votes in one ballot.
struct own_vote {
    std::optional<inquiry::sealed_vote> counted;
    std::optional<inquiry::sealed_vote> late;  // that nobody has admitted
};

struct command_done {
    std::uint64_t rev = 0;
    std::string content;
};

struct stored_event {
    std::uint64_t rev = 0;
    inquiry::instant_ms at = 0;
    std::string event;
    std::string seal;
};

// Used from the thread of its io_context only. run() must be spawned once; stop() ends it.
class store {
public:
    store(boost::asio::any_io_executor executor, redis_endpoint at);

    boost::asio::awaitable<void> run();
    void stop();

    // False from the moment the connection is gone, before run() has looked at it.
    bool is_ready() const noexcept { return ready_ && connection_ && connection_->is_open(); }
    // Waits until the store answers, at most until `deadline`; whether it does.
    boost::asio::awaitable<bool> wait_ready(signal::time_point deadline);

    // The run of the store: changes when history was lost. Empty before the first connection.
    const std::string& epoch() const noexcept { return epoch_; }
    // 32 random bytes, the same for every node of the store: cookies are signed with them.
    const std::string& secret() const noexcept { return secret_; }
    // The store's clock, reckoned from the last answer.
    inquiry::instant_ms now() const noexcept;
    // Why a ballot may not open now, as words of readyz; empty where the store is durable.
    const std::vector<std::string>& not_durable() const noexcept { return not_durable_; }
    boost::asio::awaitable<std::vector<std::string>> check_durable();
    // Errors of the last refused call, for logs.
    std::string last_error() const;

    boost::asio::awaitable<store_result<append_answer>> append(const inquiry::inquiry_id& id, std::uint64_t expect,
                                                               std::optional<inquiry::instant_ms> not_before,
                                                               const std::vector<event_to_append>& events);
    boost::asio::awaitable<store_result<std::vector<cast_answer>>> cast(const inquiry::inquiry_id& id,
                                                                        const std::vector<vote_to_cast>& votes);
    boost::asio::awaitable<store_result<progress_answer>> progress(const inquiry::inquiry_id& id,
                                                                   const inquiry::ballot_id& ballot, bool name_voters);
    boost::asio::awaitable<store_result<std::map<inquiry::ballot_id, own_vote>>> own_votes(
        const inquiry::inquiry_id& id, const inquiry::deputy_id& deputy,
        const std::vector<inquiry::ballot_id>& ballots);
    // What the command of that id did; rev 0 where there is none.
    boost::asio::awaitable<store_result<command_done>> known_command(const inquiry::inquiry_id& id,
                                                                     const std::string& command);
    // The events behind `after`, at most limits::events_a_read.
    boost::asio::awaitable<store_result<std::vector<stored_event>>> read(const inquiry::inquiry_id& id,
                                                                         std::uint64_t after);

    // Any other command, for what is not an inquiry's (accounts, presence, lists).
    boost::asio::awaitable<store_result<redis_reply>> call(std::vector<std::string> words);

    const redis_endpoint& endpoint() const noexcept { return at_; }
    static std::string prefix(const inquiry::inquiry_id& id) { return "wz:{" + id.value + "}:"; }

private:
    boost::asio::awaitable<bool> prepare();
    boost::asio::awaitable<bool> load_functions();
    boost::asio::awaitable<std::string> get_or_set(std::string key, std::string value);
    boost::asio::awaitable<void> measure_clock();
    boost::asio::awaitable<void> watch();

    boost::asio::any_io_executor executor_;
    redis_endpoint at_;
    std::shared_ptr<redis_connection> connection_;
    signal changed_;
    bool ready_ = false;
    bool stopping_ = false;
    std::string epoch_;
    std::string secret_;
    std::vector<std::string> not_durable_{"store_away"};
    std::int64_t clock_offset_ms_ = 0;  // store's clock − steady clock
};

// Reads the entries of a stream's answer (XRANGE, or one stream of XREAD).
std::vector<stored_event> read_entries(reply_view entries);

}  // namespace wenzheng::record
