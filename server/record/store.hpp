// The durable record as one worker sees it: a connection that comes back by itself, and the calls of
// functions/*.lua.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "record/redis_connection.hpp"
#include "record/redis_endpoint.hpp"
#include "record/replicas.hpp"
#include "record/sentinels.hpp"
#include "record/signal.hpp"
#include "record/store_marker.hpp"
#include "record/store_types.hpp"

namespace wenzheng::record {

struct store_settings {
    redis_endpoint at;
    std::size_t replicas = 0;              // that must have a write before it is confirmed
    std::shared_ptr<store_marker> marker;  // shared by all workers; null: only this store remembers
    std::function<std::string()> trouble;  // why the store must not be used, as a reason of readyz; any thread
    std::uint64_t log_rewrite_bytes = 0;   // of a store that is ours alone; 0: its log is somebody else's care
    bool begin_anew = false;               // an emptied store is begun again: only for a restore
};

// Used from the thread of its io_context only. run() must be spawned once; stop() ends it.
class store {
public:
    store(boost::asio::any_io_executor executor, store_settings with);
    store(boost::asio::any_io_executor executor, redis_endpoint at);

    // What rooms have followed, asked after a break; and what to do when another epoch has begun. Before run().
    void on_break(std::function<std::vector<known_record>()> known, std::function<void()> new_epoch);

    boost::asio::awaitable<void> run();
    void stop();

    // False from the moment the connection is gone, before run() has looked at it.
    bool is_ready() const noexcept;
    // Waits until the store answers, at most until `deadline`; whether it does.
    boost::asio::awaitable<bool> wait_ready(signal::time_point deadline);
    // The same, but ends as soon as the store answers and must not be used all the same (refusal()).
    boost::asio::awaitable<bool> wait_settled(signal::time_point deadline);

    // The run of the store: changes when history was lost. Empty before the first connection.
    const std::string& epoch() const noexcept { return epoch_; }
    // 32 random bytes, the same for every node of the store: cookies are signed with them.
    const std::string& secret() const noexcept { return secret_; }
    // The store's clock, reckoned from the last answer.
    inquiry::instant_ms now() const noexcept;
    // Why the store is there but must not be used: store_emptied, another_store, library_newer, not_master, or what
    // store_settings::trouble says. Empty where it is used, or away.
    const std::string& refusal() const noexcept { return refusal_; }
    // Why a ballot may not open now, as words of readyz; empty where the store is durable.
    std::vector<std::string> reasons() const;
    // Asks anew.
    boost::asio::awaitable<std::vector<std::string>> check_durable();
    // Errors of the last refused call, for logs.
    std::string last_error() const;

    // The answers of these two mean that it is durable, on every replica that is wanted too.
    boost::asio::awaitable<store_result<append_answer>> append(const inquiry::inquiry_id& id, std::uint64_t expect,
                                                               std::optional<inquiry::instant_ms> not_before,
                                                               const std::vector<event_to_append>& events);
    boost::asio::awaitable<store_result<std::vector<cast_answer>>> cast(const inquiry::inquiry_id& id,
                                                                        const std::vector<vote_to_cast>& votes);
    boost::asio::awaitable<store_result<progress_answer>> progress(const inquiry::inquiry_id& id,
                                                                   const inquiry::ballot_id& ballot, bool name_voters);
    // Only what is durable, as above: a phone shows it as confirmed.
    boost::asio::awaitable<store_result<std::map<inquiry::ballot_id, own_vote>>> own_votes(
        const inquiry::inquiry_id& id, const inquiry::deputy_id& deputy,
        const std::vector<inquiry::ballot_id>& ballots);
    // What the command of that id did; rev 0 where there is none. Only what is durable.
    boost::asio::awaitable<store_result<command_done>> known_command(const inquiry::inquiry_id& id,
                                                                     const std::string& command);
    // The events behind `after`, at most limits::events_a_read.
    boost::asio::awaitable<store_result<std::vector<stored_event>>> read(const inquiry::inquiry_id& id,
                                                                         std::uint64_t after);
    // Whether everything that was read here so far is durable on every replica that is wanted.
    boost::asio::awaitable<store_result<void>> settled();

    // Any other command, for what is not an inquiry's (accounts, presence, lists).
    boost::asio::awaitable<store_result<redis_reply>> call(std::vector<std::string> words);
    // A function of the library, which is loaded again where the store has lost it.
    boost::asio::awaitable<store_result<redis_reply>> call_function(std::vector<std::string> words);
    // Has the log written anew where it has grown large. Only while no inquiry is running.
    boost::asio::awaitable<void> rewrite_large_log();

    // Where the store is now, for a connection that reads beside it: attached, it is closed when the store is left.
    const redis_endpoint& master() const noexcept { return master_; }
    void attach(const std::shared_ptr<redis_connection>& reader);
    static std::string prefix(const inquiry::inquiry_id& id) { return "wz:{" + id.value + "}:"; }

private:
    struct identity;
    boost::asio::awaitable<bool> open_connections();
    boost::asio::awaitable<bool> prepare();
    boost::asio::awaitable<bool> load_functions();
    boost::asio::awaitable<std::optional<identity>> identify();
    boost::asio::awaitable<bool> enter(identity found);
    boost::asio::awaitable<bool> records_are_whole();
    boost::asio::awaitable<void> measure_clock();
    boost::asio::awaitable<void> watch();
    boost::asio::awaitable<bool> look();
    boost::asio::awaitable<void> look_at_all_replicas();
    boost::asio::awaitable<store_result<redis_reply>> write(std::string command);
    bool refuse(std::string reason);
    void leave();

    boost::asio::any_io_executor executor_;
    store_settings with_;
    redis_endpoint master_;
    sentinels sentinels_;
    std::shared_ptr<redis_connection> connection_;
    std::shared_ptr<replica_wait> replica_wait_;  // null where no replicas are wanted
    std::vector<std::weak_ptr<redis_connection>> attached_;
    std::function<std::vector<known_record>()> known_records_;
    std::function<void()> new_epoch_;
    signal changed_;
    bool ready_ = false;
    bool stopping_ = false;
    std::string epoch_;
    std::string secret_;
    std::string refusal_;
    std::vector<std::string> not_durable_;
    replica_findings replica_findings_;
    std::vector<replica_address> linked_;
    std::chrono::steady_clock::time_point replicas_looked_at_{};
    std::int64_t clock_offset_ms_ = 0;  // store's clock − steady clock
};

// Reads the entries of a stream's answer (XRANGE, or one stream of XREAD).
std::vector<stored_event> read_entries(reply_view entries);

// What a stored event is known by: its own bytes, without those before it.
std::string entry_digest(const stored_event& e);

}  // namespace wenzheng::record
