#include "program/stored_image.hpp"

#include <algorithm>

#include "inquiry/limits.hpp"
#include "record/store.hpp"

namespace wenzheng::program {
namespace asio = boost::asio;
using record::command_list;
using record::command_words;

namespace {

constexpr const char* list_key = "wz:inquiries";
constexpr int take_tries = 8;
constexpr std::size_t words_a_command = 1'000;

template <class value>
said<value> wrong(std::string why) {
    return said<value>{boost::system::in_place_error, std::move(why)};
}

using keys = std::map<std::string, std::string>;  // without the prefix → what TYPE says

asio::awaitable<said<keys>> keys_of(record::redis_connection& from, std::string prefix) {
    std::vector<std::string> found;
    std::string cursor = "0";
    do {
        auto words = command_words("SCAN", cursor, "MATCH", prefix + "*", "COUNT", "1000");
        const auto page = co_await from.call(std::move(words), limits::store_call_timeout);
        if (!page) co_return wrong<keys>("the store does not answer: " + from.last_error());
        cursor = std::string((*page)[0].text());
        for (std::size_t i = 0; i < (*page)[1].size(); ++i) found.emplace_back((*page)[1][i].text());
    } while (cursor != "0");
    command_list questions;
    for (const auto& key : found) questions.push_back(command_words("TYPE", key));
    const auto types = co_await from.calls(questions, limits::store_call_timeout);
    if (!types) co_return wrong<keys>("the store does not answer");
    keys all;
    for (std::size_t i = 0; i < found.size(); ++i)
        all[found[i].substr(prefix.size())] = std::string((*types)[i].view().text());
    co_return all;
}

// Empty where the kind of a key is none that a record has.
std::vector<std::string> reading_of(const std::string& key, const std::string& type) {
    if (type == "stream") return command_words("XRANGE", key, "-", "+");
    if (type == "hash") return command_words("HGETALL", key);
    if (type == "set") return command_words("SMEMBERS", key);
    return {};
}

void take_key(const std::string& key, const std::string& type, record::reply_view read, record_image& into) {
    if (type == "stream") into.events = record::read_entries(read);
    if (type == "hash")
        for (std::size_t i = 0; i + 1 < read.size(); i += 2)
            into.hashes[key][std::string(read[i].text())] = std::string(read[i + 1].text());
    if (type == "set")
        for (std::size_t i = 0; i < read.size(); ++i) into.sets[key].emplace(read[i].text());
}

// Long commands in parts, so that none holds the store up.
template <class range, class words_of_one>
void add_in_parts(command_list& into, std::vector<std::string> start, const range& all, const words_of_one& add) {
    auto words = start;
    for (const auto& one : all) {
        add(words, one);
        if (words.size() < words_a_command) continue;
        into.push_back(std::exchange(words, start));
    }
    if (words.size() > start.size()) into.push_back(std::move(words));
}

command_list writing_of(const record_image& image) {
    const auto prefix = record::store::prefix(inquiry::inquiry_id{image.inquiry});
    command_list all;
    for (const auto& e : image.events) {
        auto words = command_words("XADD", prefix + "events", std::to_string(e.rev) + "-0", "event", e.event, "at",
                                   std::to_string(e.at));
        if (!e.seal.empty()) {
            words.emplace_back("seal");
            words.push_back(e.seal);
        }
        all.push_back(std::move(words));
    }
    for (const auto& [key, fields] : image.hashes)
        add_in_parts(all, command_words("HSET", prefix + key), fields, [](auto& words, const auto& one) {
            words.push_back(one.first);
            words.push_back(one.second);
        });
    for (const auto& [key, members] : image.sets)
        add_in_parts(all, command_words("SADD", prefix + key), members,
                     [](auto& words, const auto& one) { words.push_back(one); });
    all.push_back(command_words("SADD", list_key, image.inquiry));
    return all;
}

}  // namespace

// The keys are looked for first and read in one transaction; where a write has added one meanwhile, again.
asio::awaitable<said<record_image>> take_image(std::shared_ptr<record::redis_connection> from, std::string inquiry) {
    const auto prefix = record::store::prefix(inquiry::inquiry_id{inquiry});
    for (int tries = 0; tries < take_tries; ++tries) {
        const auto before = co_await keys_of(*from, prefix);
        if (!before) co_return wrong<record_image>(before.error());
        if (!before->contains("events")) co_return wrong<record_image>("there is no inquiry " + inquiry);
        command_list commands;
        commands.push_back(command_words("MULTI"));
        commands.push_back(command_words("MGET", "wz:store", "wz:epoch"));
        for (const auto& [key, type] : *before) {
            commands.push_back(reading_of(prefix + key, type));
            if (commands.back().empty()) co_return wrong<record_image>("a key of an unknown kind: " + prefix + key);
        }
        commands.push_back(command_words("EXEC"));
        const auto replies = co_await from->calls(commands, limits::backup_call_timeout);
        if (!replies || replies->back().view().size() != before->size() + 1)
            co_return wrong<record_image>("the store does not answer: " + from->last_error());
        const auto after = co_await keys_of(*from, prefix);
        if (!after) co_return wrong<record_image>(after.error());
        if (*after != *before) continue;
        record_image image;
        image.inquiry = inquiry;
        const auto& read = replies->back();
        image.store = std::string(read[0][0].text());
        image.epoch = std::string(read[0][1].text());
        std::size_t next = 1;
        for (const auto& [key, type] : *before) take_key(key, type, read[next++], image);
        co_return image;
    }
    co_return wrong<record_image>("the record is being changed too fast");
}

asio::awaitable<said<void>> put_image(std::shared_ptr<record::redis_connection> to, const record_image& image) {
    const auto prefix = record::store::prefix(inquiry::inquiry_id{image.inquiry});
    const auto watched =
        co_await to->call(command_words("WATCH", prefix + "events", prefix + "hot"), limits::store_call_timeout);
    if (!watched) co_return wrong<void>("the store does not answer: " + to->last_error());
    const auto there = co_await keys_of(*to, prefix);
    if (!there) co_return wrong<void>(there.error());
    if (!there->empty())
        co_return wrong<void>("there is an inquiry " + image.inquiry + " already: nothing was changed");
    auto commands = writing_of(image);
    const auto count = commands.size();
    commands.insert(commands.begin(), command_words("MULTI"));
    commands.push_back(command_words("EXEC"));
    const auto replies = co_await to->calls(commands, limits::backup_call_timeout);
    if (!replies) co_return wrong<void>("the store did not answer: whether the record was written is unknown");
    const auto done = replies->back().view();
    if (done.size() != count) co_return wrong<void>("the store refused the record: " + to->last_error());
    for (std::size_t i = 0; i < count; ++i)
        if (done[i].is_error()) co_return wrong<void>("the store refused a part: " + std::string(done[i].text()));
    co_return said<void>{};
}

}  // namespace wenzheng::program
