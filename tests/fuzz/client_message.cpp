// What any client may send over a socket: the first byte picks its role.
#include "wire/client_messages.hpp"

#include "target.hpp"

using namespace wenzheng;

WENZHENG_FUZZ_TARGET("client_message") {
    if (input.empty()) return;
    const auto role = static_cast<wire::client_role>(static_cast<unsigned char>(input.front()) % 4);
    const auto read = wire::read_client_message(input.substr(1), role);
    if (const auto* bad = std::get_if<wire::bad_client_message>(&read)) {
        fuzz::must(!bad->what.code.empty(), "a refusal has a code");
        fuzz::must(bad->nonce.empty() || bad->nonce.size() == 32, "a nonce to be burnt is well formed");
        return;
    }
    const auto& message = std::get<wire::client_message>(read);
    if (const auto* vote = std::get_if<wire::vote_message>(&message)) {
        fuzz::must(role == wire::client_role::deputy, "only a deputy votes");
        fuzz::must(vote->nonce.size() == 32, "a vote has its nonce");
        const auto mark = inquiry::mark_of(vote->what);
        const auto again = inquiry::press_of(mark);
        fuzz::must(again && inquiry::mark_of(*again) == mark, "a press survives being kept as a mark");
        // A mark stands between spaces in the store's lines.
        fuzz::must(mark.value.find_first_of(" \n") == std::string::npos, "a mark is one word");
    }
    if (std::holds_alternative<wire::command_message>(message))
        fuzz::must(role == wire::client_role::console, "only a console gives commands");
}
