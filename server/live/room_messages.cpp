// What a room does with messages from clients.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "inquiry/limits.hpp"
#include "live/room.hpp"
#include "record/chain.hpp"
#include "wire/server_messages.hpp"

namespace wenzheng::live {

using wire::client_role;

void room::receive(client& from, std::string_view text) {
    auto message = wire::read_client_message(text, from.who().role);
    if (const auto* bad = std::get_if<wire::bad_client_message>(&message)) {
        take_bad(from, *bad);
        return;
    }
    std::visit([&](const auto& known) { take(from, known); }, std::get<wire::client_message>(message));
}

// `refused` is final for a nonce, so a deputy's nonce in a message that could not be read is used up in the store.
void room::take_bad(client& from, const wire::bad_client_message& bad) {
    if (from.who().role != client_role::deputy || bad.nonce.empty()) {
        from.out().push_queued(make_text_frame(wire::write_refused(bad)));
        return;
    }
    vote_request request;
    request.vote = {from.who().deputy, bad.nonce, inquiry::ballot_id{"-"}, inquiry::mark{"!"}, 0, {}, {}};
    request.bad_message = bad.what.message;
    request.answer = [this, to = from.weak_from_this(), deputy = from.who().deputy, nonce = bad.nonce,
                      self = shared_from_this()](const vote_outcome& outcome) {
        answer_vote(to, deputy, nonce, outcome);
    };
    votes_->push(std::move(request));
}

void room::take(client& from, const wire::vote_message& vote) {
    vote_request request;
    request.vote = {from.who().deputy, vote.nonce, vote.ballot, inquiry::mark_of(vote.what), vote.attempt, {}, {}};
    request.answer = [this, to = from.weak_from_this(), deputy = from.who().deputy, nonce = vote.nonce,
                      self = shared_from_this()](const vote_outcome& outcome) {
        answer_vote(to, deputy, nonce, outcome);
    };
    votes_->push(std::move(request));
}

void room::answer_vote(const std::weak_ptr<client>& to, const inquiry::deputy_id& deputy, const std::string& nonce,
                       const vote_outcome& outcome) {
    const auto client = to.lock();
    if (!outcome) {
        if (client) client->out().push_queued(make_text_frame(wire::write_refused_vote(nonce, outcome.error())));
        // He pressed on another phone: this one learns what counts.
        if (client && (outcome.error().code == "attempt_superseded" || outcome.error().code == "already_voted"))
            boost::asio::co_spawn(executor_, load_own_votes(shared_from_this(), deputy), boost::asio::detached);
        return;
    }
    if (client) client->out().push_queued(make_text_frame(wire::write_receipt(nonce, *outcome)));
    if (const auto desk = desks_.find(deputy); desk != desks_.end()) {
        auto& known = desk->second.votes[outcome->ballot];
        if (known.receipt.empty() || known.attempt < outcome->attempt) {
            known = *outcome;
            send_you(deputy);
        }
    }
}

std::function<void(const command_outcome&)> room::answer_to(client& from, const std::string& id) {
    return [to = from.weak_from_this(), id](const command_outcome& outcome) {
        const auto client = to.lock();
        if (!client) return;
        client->out().push_queued(
            make_text_frame(outcome ? wire::write_done(id, *outcome)
                                    : wire::write_refused_command(id, wire::to_problem(outcome.error()))));
    };
}

void room::take(client& from, const wire::checkin_message& checkin) {
    command_request request;
    request.kind = command_request::kind::own_checkin;
    request.deputy = from.who().deputy;
    request.by = {inquiry::actor_kind::deputy, from.who().deputy.value};
    request.id = from.who().deputy.value + "/" + checkin.id;
    request.content = "checkin";
    request.answer = answer_to(from, checkin.id);
    commands_.push(std::move(request));
}

void room::take(client& from, const wire::command_message& command) {
    const auto answer = answer_to(from, command.id);
    if (!inquiry::may(from.who().account_role, command.what)) {
        answer(inquiry::refuse(inquiry::refusal_code::not_allowed));
        return;
    }
    command_request request;
    request.what = command.what;
    request.by = {inquiry::actor_kind::account, from.who().account};
    request.id = command.id;
    request.content = record::sha256_hex(command.content).substr(0, 32);
    request.expect = command.expect;
    request.answer = answer;
    if (std::holds_alternative<inquiry::command::vote_for_deputy>(command.what)) {
        boost::asio::co_spawn(executor_, take_staff_vote(shared_from_this(), std::move(request)),
                              boost::asio::detached);
        return;
    }
    commands_.push(std::move(request));
}

// A press on a staff tablet is a vote first and a command afterwards, so its id is looked at before anything is
// counted.
boost::asio::awaitable<void> room::take_staff_vote([[maybe_unused]] std::shared_ptr<room> self,
                                                   command_request request) {
    const auto known = co_await store_.known_command(id_, request.id);
    if (!known) {
        request.answer(inquiry::refuse(inquiry::refusal_code::unavailable, "the store is away"));
        co_return;
    }
    if (known->rev == 0) {
        cast_staff_vote(std::move(request));
        co_return;
    }
    const bool same = known->content == request.content;
    request.answer(same ? command_outcome(known->rev)
                        : command_outcome(inquiry::refuse(inquiry::refusal_code::id_reused)));
}

// Counted in the store like any other, under a nonce that its command's id gives, so that the same command again is the
// same vote. Its mark in the record follows.
void room::cast_staff_vote(command_request request) {
    const auto vote = std::get<inquiry::command::vote_for_deputy>(request.what);
    vote_request pressed;
    const auto nonce = record::sha256_hex("staff " + request.id).substr(0, 32);
    pressed.vote = {vote.deputy, nonce, vote.ballot, inquiry::mark_of(vote.what), 0, {}, request.by.name};
    request.expect.reset();
    pressed.answer = [this, self = shared_from_this(), request = std::move(request)](const vote_outcome& outcome) {
        if (outcome) {
            commands_.push(request);
            return;
        }
        const auto code = wire::code_named(outcome.error().code);
        const bool reused = code == inquiry::refusal_code::nonce_reused;
        request.answer(inquiry::refuse(reused ? inquiry::refusal_code::id_reused : code, outcome.error().message));
    };
    votes_->push(std::move(pressed));
}

void room::take(client& from, const wire::request_message& request) {
    command_request asked;
    asked.what = inquiry::command::own_request{from.who().deputy, request.kind, request.text};
    asked.by = {inquiry::actor_kind::deputy, from.who().deputy.value};
    asked.id = from.who().deputy.value + "/" + request.id;
    asked.content = record::sha256_hex("request " + std::to_string(static_cast<int>(request.kind)) + " " + request.text)
                        .substr(0, 32);
    asked.answer = answer_to(from, request.id);
    commands_.push(std::move(asked));
}

void room::take(client& from, const wire::withdraw_message& withdraw) {
    command_request asked;
    asked.what = inquiry::command::own_withdraw{from.who().deputy, withdraw.request};
    asked.by = {inquiry::actor_kind::deputy, from.who().deputy.value};
    asked.id = from.who().deputy.value + "/" + withdraw.id;
    asked.content = "withdraw " + withdraw.request.value;
    asked.answer = answer_to(from, withdraw.id);
    commands_.push(std::move(asked));
}

void room::take(client& from, const wire::painted_message& painted) {
    from.painted_rev = std::min(painted.rev, now().rev);
    changed_.notify_all();
}

void room::take(client& from, const wire::ping_message& ping) {
    const auto instant = from.who().role == wire::client_role::live ? public_clock() : store_.now();
    from.out().push(make_text_frame(wire::write_pong(ping.t, instant)), slot::clock);
}

void room::perform(command_request request) { commands_.push(std::move(request)); }

}  // namespace wenzheng::live
