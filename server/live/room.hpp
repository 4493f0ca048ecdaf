// One inquiry on one worker: follows its record, keeps its views, and carries votes and commands between clients and
// store.
#pragma once

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "live/audience.hpp"
#include "live/client.hpp"
#include "live/command_queue.hpp"
#include "live/counters.hpp"
#include "live/deputy_desk.hpp"
#include "live/ledger.hpp"
#include "live/presence_board.hpp"
#include "live/public_channel.hpp"
#include "live/public_face.hpp"
#include "live/vote_queue.hpp"
#include "record/follower.hpp"
#include "record/store.hpp"

namespace wenzheng::live {

// Used on its worker's thread only. Its loops hold it until stop(). The store and the counters outlive it.
class room : public std::enable_shared_from_this<room> {
public:
    // Reads the whole record. Null where there is no such inquiry; `unavailable` where the store is away.
    static boost::asio::awaitable<wire::result<std::shared_ptr<room>>> open(record::store& store,
                                                                            inquiry::inquiry_id id, std::string worker,
                                                                            counters& counters);

    room(boost::asio::any_io_executor executor, record::store& store, inquiry::inquiry_id id, std::string worker,
         counters& counters);

    // Sends welcome, view and what else the role has. A deputy's fourth connection closes the oldest.
    void join(client& who);
    void leave(client& who);

    // One message of a client that has joined.
    void receive(client& from, std::string_view text);

    // Waits until the record has been followed as far as `rev`, which somebody else has seen already; a few seconds at
    // most.
    boost::asio::awaitable<void> follow_as_far_as(std::uint64_t rev);
    // The same with what the store holds now.
    boost::asio::awaitable<void> follow_to_newest();

    // A command that comes from elsewhere than a socket. The answer comes on the worker's thread.
    void perform(command_request request);

    const inquiry::state& now() const noexcept { return ledger_.now(); }
    record::known_record newest() const { return {id_, ledger_.now().rev, ledger_.newest_entry()}; }

    // What the public may know: the same, or as it was `public_delay_ms` ago.
    const inquiry::state& public_now() const noexcept { return public_.now(); }
    // The clock that the public's instants are on: behind by as much.
    inquiry::instant_ms public_clock() const noexcept { return store_.now() - public_.delay_ms(); }

    const public_face::page& live_page() { return public_face_.page_of(public_now(), store_.epoch(), public_clock()); }

    // Nothing that a client sent is still without its answer.
    bool idle() const noexcept { return votes_->idle() && commands_.idle(); }

    void stop();
    bool stopped() const noexcept { return stopping_; }
    void send_away();  // everybody, to come back at once; and stops

private:
    void start();
    void follow(const std::vector<record::stored_event>& events);
    void send_views();
    void send_views_soon();
    void send_view(wire::client_role role);
    void tell(wire::client_role role, const frame& message, slot kind);
    void walk_on();
    std::chrono::steady_clock::duration progress_pause() const noexcept;
    void send_counts();
    void send_final_progress(const inquiry::ballot_id& ballot);
    void send_progress_to_public(const frame& message, inquiry::instant_ms at);
    void let_public_know();
    void tell_progress(client& who);
    void sign_out_revoked();
    void tell_deputies(std::uint64_t before);
    frame view_frame(wire::client_role role);
    void send_you(const inquiry::deputy_id& deputy);
    wire::json you_of(const client& who) const;
    audience& clients_of(wire::client_role role) { return clients_[static_cast<std::size_t>(role)]; }
    std::size_t client_count() const noexcept;
    bool has_clients() const noexcept { return client_count() > 0; }
    void take(client& from, const wire::vote_message& vote);
    void take(client& from, const wire::checkin_message& checkin);
    void take(client& from, const wire::request_message& request);
    void take(client& from, const wire::withdraw_message& withdraw);
    void take(client& from, const wire::command_message& command);
    boost::asio::awaitable<void> take_staff_vote(std::shared_ptr<room> self, command_request request);
    void cast_staff_vote(command_request request);
    void take(client& from, const wire::painted_message& painted);
    void take(client& from, const wire::ping_message& ping);
    void take_bad(client& from, const wire::bad_client_message& bad);
    void answer_vote(const std::weak_ptr<client>& to, const inquiry::deputy_id& deputy, const std::string& nonce,
                     const vote_outcome& outcome);
    static bool remember(deputy_desk& desk, const wire::confirmed_vote& vote);
    static std::function<void(const command_outcome&)> answer_to(client& from, const std::string& id);
    void keep(deputy_desk& desk, const inquiry::ballot_id& id, const record::own_vote& own) const;
    boost::asio::awaitable<void> load_own_votes(std::shared_ptr<room> self, inquiry::deputy_id deputy);
    boost::asio::awaitable<void> run_follower(std::shared_ptr<room> self);
    boost::asio::awaitable<void> run_commands(std::shared_ptr<room> self);
    boost::asio::awaitable<void> run_clock(std::shared_ptr<room> self);
    boost::asio::awaitable<void> run_public(std::shared_ptr<room> self);
    boost::asio::awaitable<void> run_progress(std::shared_ptr<room> self);
    boost::asio::awaitable<void> run_presence(std::shared_ptr<room> self);
    void ask_for_close();
    boost::asio::awaitable<void> report_progress();
    boost::asio::awaitable<void> report_late_votes(inquiry::ballot_id ballot);
    boost::asio::awaitable<void> report_presence();
    presence_report own_presence() const;
    boost::asio::any_io_executor executor_;
    record::store& store_;
    inquiry::inquiry_id id_;
    counters& counters_;
    ledger ledger_;
    public_channel public_;
    record::follower follower_;
    command_queue commands_;
    std::shared_ptr<vote_queue> votes_;
    presence_board presence_;
    std::array<audience, 4> clients_;
    std::array<frame, 4> view_frames_;  // of the newest rev; null where none was asked for yet
    std::unordered_map<inquiry::deputy_id, deputy_desk> desks_;
    // Outlasts the desk: who leaves and comes back has no new burst. No more than are on the roll.
    std::unordered_map<inquiry::deputy_id, token_bucket> deputy_messages_;
    public_face public_face_;
    boost::asio::steady_timer views_timer_;  // set to when views that wait go out
    std::chrono::steady_clock::time_point views_sent_at_;
    bool walking_ = false;  // large audiences are being served
    std::chrono::steady_clock::time_point walk_began_;
    std::chrono::steady_clock::duration walk_took_{};  // the last one
    frame progress_frame_;                             // the newest of the open ballot, for those who join
    frame console_progress_frame_;
    frame public_progress_frame_;  // of the ballot that is open as the public knows it
    std::string last_progress_;
    std::string last_presence_;
    std::uint64_t console_arrivals_ = 0;  // a new console gets presence although nothing changed
    record::signal changed_;              // the record moved, the first client came, a console came or went
    bool clock_asks_ = false;             // a close by the clock is on its way
    bool stopping_ = false;
};

}  // namespace wenzheng::live
