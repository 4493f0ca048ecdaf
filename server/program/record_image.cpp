#include "program/record_image.hpp"

#include "program/check_event.hpp"
#include "record/chain.hpp"
#include "record/store.hpp"
#include "wire/event_json.hpp"
#include "wire/json_text.hpp"
#include "wire/seal_json.hpp"

namespace wenzheng::program {
namespace {

using wire::json;

constexpr const char* format_name = "wenzheng-backup";
constexpr std::size_t entries_a_line = 500;

bool is_same_event(const record::stored_event& a, const record::stored_event& b) {
    return a.rev == b.rev && a.at == b.at && a.event == b.event && a.seal == b.seal;
}

void add_line(std::string& text, const json& line) { text += wire::canonical(line) + "\n"; }

void add_hash(std::string& text, const std::string& key, const std::map<std::string, std::string>& fields) {
    json part = json::object();
    for (auto one = fields.begin(); one != fields.end();) {
        part[one->first] = one->second;
        if (++one != fields.end() && part.size() < entries_a_line) continue;
        add_line(text, {{"key", key}, {"fields", part}});
        part = json::object();
    }
}

void add_set(std::string& text, const std::string& key, const std::set<std::string>& members) {
    json part = json::array();
    for (auto one = members.begin(); one != members.end();) {
        part.push_back(*one);
        if (++one != members.end() && part.size() < entries_a_line) continue;
        add_line(text, {{"key", key}, {"members", part}});
        part = json::array();
    }
}

// Throws json::exception where the line has another shape.
void take_line(const json& line, record_image& into) {
    if (line.contains("event")) {
        into.events.push_back({line.at("rev").get<std::uint64_t>(), line.at("at").get<std::int64_t>(),
                               line.at("event").get<std::string>(), line.value("seal", "")});
        return;
    }
    const auto key = line.at("key").get<std::string>();
    if (line.contains("fields"))
        for (const auto& [field, value] : line.at("fields").items()) into.hashes[key][field] = value.get<std::string>();
    else
        for (const auto& member : line.at("members")) into.sets[key].insert(member.get<std::string>());
}

// What the store sealed for each ballot, by the last event that did.
std::map<std::string, inquiry::mark_counts> sealed_counts(const record_image& image) {
    std::map<std::string, inquiry::mark_counts> counts;
    for (const auto& e : image.events) {
        if (e.seal.empty()) continue;
        const auto read = wire::read_event(e.event, e.seal);
        if (!read) continue;
        if (const auto* closed = std::get_if<inquiry::event::ballot_closed>(&read->what))
            counts[closed->ballot.value] = closed->seal.counts;
        if (const auto* admitted = std::get_if<inquiry::event::late_votes_admitted>(&read->what))
            counts[admitted->ballot.value] = admitted->seal.counts;
        if (const auto* voided = std::get_if<inquiry::event::ballot_voided>(&read->what); voided && voided->seal)
            counts[voided->ballot.value] = voided->seal->counts;
    }
    return counts;
}

std::string check_votes(const record_image& image) {
    for (const auto& [ballot, sealed] : sealed_counts(image)) {
        inquiry::mark_counts stored;
        if (const auto votes = image.hashes.find("votes:" + ballot); votes != image.hashes.end())
            for (const auto& [deputy, line] : votes->second)
                ++stored[wire::read_vote_line(inquiry::deputy_id{deputy}, line).mark];
        if (stored != sealed) return "ballot " + ballot + ": the votes stored give another count than was sealed";
    }
    return {};
}

}  // namespace

bool is_same_record(const record_image& a, const record_image& b) {
    return a.inquiry == b.inquiry && a.hashes == b.hashes && a.sets == b.sets &&
           std::equal(a.events.begin(), a.events.end(), b.events.begin(), b.events.end(), is_same_event);
}

std::string write_image(const record_image& image) {
    std::string text;
    add_line(text, {{"format", format_name},
                    {"version", 1},
                    {"inquiry", image.inquiry},
                    {"store", image.store},
                    {"epoch", image.epoch},
                    {"events", image.events.size()}});
    for (const auto& e : image.events) {
        json line{{"rev", e.rev}, {"at", e.at}, {"event", e.event}};
        if (!e.seal.empty()) line["seal"] = e.seal;
        add_line(text, line);
    }
    for (const auto& [key, fields] : image.hashes) add_hash(text, key, fields);
    for (const auto& [key, members] : image.sets) add_set(text, key, members);
    add_line(text, {{"end", true}, {"sha256", record::sha256_hex(text)}});
    return text;
}

boost::system::result<record_image, std::string> read_image(std::string_view text) {
    using result = boost::system::result<record_image, std::string>;
    const auto wrong = [](std::string why) { return result{boost::system::in_place_error, std::move(why)}; };
    const auto last = text.size() < 2 ? std::string_view::npos : text.rfind('\n', text.size() - 2);
    if (last == std::string_view::npos || text.back() != '\n') return wrong("the file is cut off");
    const auto body = text.substr(0, last + 1);
    const auto end = json::parse(text.substr(last + 1), nullptr, false);
    if (!end.is_object() || !end.contains("end") || !end.contains("sha256")) return wrong("the file is cut off");
    if (end.at("sha256") != record::sha256_hex(body)) return wrong("the file was changed: its digest is another one");
    record_image image;
    std::size_t number = 0;
    std::size_t events = 0;
    try {
        for (auto rest = body; !rest.empty(); ++number) {
            const auto line = json::parse(rest.substr(0, rest.find('\n')));
            rest.remove_prefix(rest.find('\n') + 1);
            if (number > 0) {
                take_line(line, image);
                continue;
            }
            if (line.value("format", "") != format_name || line.value("version", 0) != 1)
                return wrong("not a backup of this version");
            image.inquiry = line.at("inquiry").get<std::string>();
            image.store = line.at("store").get<std::string>();
            image.epoch = line.at("epoch").get<std::string>();
            events = line.at("events").get<std::size_t>();
        }
    } catch (const json::exception&) {
        return wrong("line " + std::to_string(number + 1) + " is not of a backup");
    }
    if (image.events.size() != events || events == 0)
        return wrong("the file holds another number of events than it says");
    return image;
}

std::string check_image(const record_image& image) {
    live::ledger ledger;
    for (const auto& e : image.events) {
        if (e.rev != ledger.now().rev + 1) return "event " + std::to_string(e.rev) + " is out of order";
        if (auto wrong = check_event(e, ledger); !wrong.empty())
            return "event " + std::to_string(e.rev) + " " + std::move(wrong);
    }
    if (ledger.now().what.id.value != image.inquiry) return "the record is of another inquiry";
    const auto hot = image.hashes.find("hot");
    const auto newest = std::to_string(ledger.now().rev);
    if (hot == image.hashes.end() || !hot->second.contains("rev") || hot->second.at("rev") != newest)
        return "the record ends at another revision than the store says";
    const auto* open = ledger.now().open_ballot();
    const auto stored = hot->second.find("ballot");
    const bool same = (open == nullptr) == (stored == hot->second.end());
    if (!same || (open != nullptr && open->what.id.value != stored->second))
        return "another ballot is open than the record says";
    return check_votes(image);
}

}  // namespace wenzheng::program
