#include "wire/client_messages.hpp"

#include <algorithm>

#include "inquiry/limits.hpp"
#include "wire/enum_words.hpp"
#include "wire/object_reader.hpp"
#include "wire/vote_text.hpp"

namespace wenzheng::wire {
namespace {

constexpr std::int64_t largest_exact = (1LL << 53) - 1;

bool is_nonce(const std::string& text) {
    return text.size() == 32 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

std::string string_field(const json& in, const char* name) {
    const auto found = in.find(name);
    return found != in.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

vote_message read_vote(object_reader& r) {
    vote_message vote;
    vote.nonce = r.text("nonce", 64);
    if (!r.failed() && !is_nonce(vote.nonce)) r.fail("bad_field", "nonce", "must be 32 hex digits");
    vote.ballot = r.an_id<inquiry::ballot_id>("ballot");
    vote.what = read_press(r);
    vote.attempt = static_cast<std::uint32_t>(r.integer("attempt", 1, limits::attempt));
    return vote;
}

request_message read_request(object_reader& r) {
    request_message request;
    request.id = r.an_id<inquiry::item_id>("id").value;
    request.kind = static_cast<inquiry::request_kind>(r.word("kind", enum_words::request_kind));
    request.text = r.text_or("text", limits::title_characters, {});
    return request;
}

command_message read_command_message(object_reader& r, std::optional<problem>& bad) {
    command_message out;
    out.id = r.an_id<inquiry::item_id>("id").value;
    out.expect = static_cast<std::uint64_t>(r.integer("expect", 0, largest_exact));
    const auto name = r.text("name", 64);
    const json* args = r.object("args", false);
    if (r.failed()) return out;
    const json none = json::object();
    auto command = read_command(name, args == nullptr ? none : *args);
    if (!command) {
        bad = command.error();
        return out;
    }
    out.what = std::move(*command);
    out.content = canonical({{"name", name}, {"args", args == nullptr ? none : *args}});
    return out;
}

bool may_send(client_role role, const std::string& type) {
    if (type == "ping") return true;
    if (type == "vote" || type == "checkin" || type == "request" || type == "withdraw")
        return role == client_role::deputy;
    if (type == "command") return role == client_role::console;
    return type == "painted" && role == client_role::screen;
}

client_message read_known(const std::string& type, object_reader& r, std::optional<problem>& bad) {
    if (type == "vote") return read_vote(r);
    if (type == "command") return read_command_message(r, bad);
    if (type == "checkin") return checkin_message{r.an_id<inquiry::item_id>("id").value};
    if (type == "request") return read_request(r);
    if (type == "withdraw")
        return withdraw_message{r.an_id<inquiry::item_id>("id").value, r.an_id<inquiry::request_id>("request")};
    if (type == "painted") return painted_message{static_cast<std::uint64_t>(r.integer("rev", 0, largest_exact))};
    return ping_message{r.integer("t", 0, largest_exact)};
}

}  // namespace

inquiry::press read_press(object_reader& r) {
    const int ways = (r.has("choice") ? 1 : 0) + (r.has("score") ? 1 : 0) + (r.has("choices") ? 1 : 0);
    if (ways != 1)
        r.fail(ways == 0 ? "missing_field" : "bad_field", "choice", "or score or choices: exactly one is needed");
    if (r.has("score")) return r.integer("score", -largest_exact, largest_exact);
    if (!r.has("choices")) return r.an_id<inquiry::choice_id>("choice");
    inquiry::answers answers;
    const json* all = r.object("choices", true);
    if (all != nullptr && all->empty()) r.fail("bad_field", "choices", "must not be empty");
    if (all != nullptr)
        for (const auto& [question, choice] : all->items()) {
            const bool good = inquiry::is_id(question) && choice.is_string() &&
                              inquiry::is_id(choice.get<std::string>()) &&
                              answers.size() < limits::questions_a_ballot_max;
            if (!good) {
                r.fail("bad_field", "choices", "must be choices by question");
                break;
            }
            answers.emplace(question, choice.get<std::string>());
        }
    return answers;
}

decoded_message read_client_message(std::string_view text, client_role role) {
    if (role == client_role::deputy)
        if (auto vote = vote_text::read_vote(text)) return client_message{*std::move(vote)};
    const auto parsed = parse_json(text, limits::json_depth);
    if (!parsed) return bad_client_message{{"bad_message", parsed.error().message}, {}, {}};
    if (!parsed->is_object()) return bad_client_message{{"bad_message", "a message must be an object"}, {}, {}};
    const auto type = string_field(*parsed, "type");
    bad_client_message answer{{"bad_message", {}}, {}, {}};
    if (const auto nonce = string_field(*parsed, "nonce"); is_nonce(nonce)) answer.nonce = nonce;
    if (const auto id = string_field(*parsed, "id"); inquiry::is_id(id)) answer.id = id;
    if (!may_send(role, type)) {
        answer.what.message = "not a message of this role";
        return answer;
    }
    std::optional<problem> bad;
    object_reader r(*parsed, "", bad);
    r.ignore("type");
    auto message = read_known(type, r, bad);
    r.finish();
    if (!bad) return message;
    answer.what.message = bad->message;
    return answer;
}

}  // namespace wenzheng::wire
