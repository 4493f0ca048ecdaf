#include "rehearse/message.hpp"

#include <algorithm>
#include <utility>

namespace wenzheng::rehearse {
namespace {

using nlohmann::json;

// Frames shorter than this are mostly for one client, and quick to parse.
constexpr std::size_t shortest_shared = 512;
// A few roles, some workers and the frames under way between them.
constexpr std::size_t max_entries = 64;

template <class Is>
const json* field_of(const json& object, const char* field, Is is) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(field);
    return found != object.end() && is(*found) ? &*found : nullptr;
}

std::vector<std::string> strings_of(const json& object, const char* field) {
    std::vector<std::string> texts;
    for (const auto& each : array_of(object, field)) {
        if (each.is_string()) texts.push_back(each.get<std::string>());
    }
    return texts;
}

void add_counts(const json& body, std::map<std::string, std::int64_t>& to) {
    for (const auto& [choice, count] : object_of(body, "counts").items()) {
        if (count.is_number_integer()) to[choice] += count.get<std::int64_t>();
    }
}

shown_result read_result(const json& body) {
    shown_result result;
    add_counts(body, result.counts);
    result.cast = number_of(body, "cast").value_or(-1);
    // The server never adds these up. Here they are, because any deputy of ours may be in either.
    for (const auto& group : array_of(body, "advisory")) {
        add_counts(group, result.counts);
        result.cast += number_of(group, "cast").value_or(0);
    }
    result.valid = number_of(body, "valid").value_or(-1);
    result.entitled = number_of(body, "entitled").value_or(-1);
    result.present = number_of(body, "present").value_or(-1);
    result.not_voted = number_of(body, "not_voted").value_or(-1);
    result.verdict = text_of(object_of(body, "verdict"), "name");
    result.digest = text_of(body, "digest");
    return result;
}

seen_ballot read_ballot(const json& body) {
    seen_ballot ballot;
    ballot.id = text_of(body, "id");
    ballot.state = text_of(body, "state");
    ballot.display = text_of(body, "display");
    ballot.electorates = strings_of(body, "advisory");
    ballot.electorates.insert(ballot.electorates.begin(), text_of(body, "electorate"));
    ballot.opens_at = number_of(body, "opens_at");
    ballot.closes_at = number_of(body, "closes_at");
    const auto& scale = object_of(body, "scale");
    for (const auto& choice : array_of(scale, "choices")) ballot.choices.push_back(text_of(choice, "id"));
    if (text_of(scale, "kind") == "score") {
        ballot.scores = {number_of(scale, "min").value_or(0), number_of(scale, "max").value_or(0)};
    }
    for (const auto& question : array_of(body, "questions")) ballot.questions.push_back(text_of(question, "id"));
    if (const auto& result = object_of(body, "result"); !result.empty()) {
        ballot.result = read_result(result);
        ballot.result->by_choice = !ballot.scores && ballot.questions.empty();
    }
    return ballot;
}

}  // namespace

std::string text_of(const json& object, const char* field) {
    const auto* found = field_of(object, field, [](const json& value) { return value.is_string(); });
    return found == nullptr ? std::string{} : found->get<std::string>();
}

std::optional<std::int64_t> number_of(const json& object, const char* field) {
    const auto* found = field_of(object, field, [](const json& value) { return value.is_number_integer(); });
    if (found == nullptr) return std::nullopt;
    return found->get<std::int64_t>();
}

const json& array_of(const json& object, const char* field) {
    static const json none = json::array();
    const auto* found = field_of(object, field, [](const json& value) { return value.is_array(); });
    return found == nullptr ? none : *found;
}

const json& object_of(const json& object, const char* field) {
    static const json none = json::object();
    const auto* found = field_of(object, field, [](const json& value) { return value.is_object(); });
    return found == nullptr ? none : *found;
}

std::string press_of(const json& object) {
    if (const auto score = number_of(object, "score")) return std::to_string(*score);
    if (const auto& answers = object_of(object, "choices"); !answers.empty()) return answers.dump();
    return text_of(object, "choice");
}

const seen_ballot* seen_view::find(std::string_view ballot) const {
    const auto found =
        std::find_if(ballots.begin(), ballots.end(), [&](const auto& each) { return each.id == ballot; });
    return found == ballots.end() ? nullptr : &*found;
}

seen_view read_view(const json& body) {
    seen_view view;
    const auto& inquiry = object_of(body, "inquiry");
    view.rev = number_of(body, "rev").value_or(0);
    view.state = text_of(inquiry, "state");
    for (const auto& ballot : array_of(inquiry, "ballots")) view.ballots.push_back(read_ballot(ballot));
    for (const auto& deputy : array_of(inquiry, "deputies")) {
        view.roll.push_back({text_of(deputy, "id"), strings_of(deputy, "electorates")});
    }
    return view;
}

std::shared_ptr<const message> read_message(std::string_view text) {
    auto body = json::parse(text, nullptr, false);
    auto type = text_of(body, "type");
    if (type.empty()) return nullptr;
    auto parsed = std::make_shared<message>();
    if (type == "view") {
        parsed->view = read_view(body);
    } else {
        parsed->body = std::move(body);
    }
    parsed->type = std::move(type);
    return parsed;
}

std::shared_ptr<const message> message_cache::read(std::string_view text) {
    if (text.size() < shortest_shared) return read_message(text);
    const auto key = std::hash<std::string_view>{}(text);
    const auto found = entries_.find(key);
    if (found != entries_.end() && found->second.text == text) return found->second.parsed;
    auto parsed = read_message(text);
    if (entries_.size() >= max_entries) entries_.clear();
    entries_.insert_or_assign(key, entry{std::string{text}, parsed});
    return parsed;
}

}  // namespace wenzheng::rehearse
