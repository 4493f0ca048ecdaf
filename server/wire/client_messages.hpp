// Messages from clients, decoded and checked in form. What they mean is decided by the rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "inquiry/commands.hpp"
#include "inquiry/mark.hpp"
#include "wire/json_text.hpp"
#include "wire/problem.hpp"

namespace wenzheng::wire {

struct vote_message {
    std::string nonce;  // 32 hex digits
    inquiry::ballot_id ballot;
    inquiry::press what;
    std::uint32_t attempt = 1;
};
struct checkin_message {
    std::string id;
};
struct request_message {
    std::string id;
    inquiry::request_kind kind = inquiry::request_kind::speak;
    std::string text;
};
struct withdraw_message {
    std::string id;
    inquiry::request_id request;
};
struct command_message {
    std::string id;
    std::uint64_t expect = 0;
    inquiry::any_command what;
    std::string content;  // canonical bytes of name and args, to tell a repeated id from a reused one
};
struct painted_message {
    std::uint64_t rev = 0;
};
struct ping_message {
    std::int64_t t = 0;
};

using client_message = std::variant<vote_message, checkin_message, request_message, withdraw_message, command_message,
                                    painted_message, ping_message>;

// A message that isn't a known one, with what could be read of whom to answer.
struct bad_client_message {
    problem what;
    std::string nonce;  // of a vote whose nonce is well formed: it must be burnt, because `refused` is final
    std::string id;
};

class object_reader;

// The one of `choice`, `score` and `choices` that is there; a problem where it is none or more.
inquiry::press read_press(object_reader& r);

enum class client_role { deputy, console, screen, live };

using decoded_message = std::variant<client_message, bad_client_message>;

// Decodes one text frame; a type that `role` may not send is bad_message as well.
decoded_message read_client_message(std::string_view text, client_role role);

// name, args → command; problem bad_message. Used for console commands.
result<inquiry::any_command> read_command(const std::string& name, const json& args);

}  // namespace wenzheng::wire
