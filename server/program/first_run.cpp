#include "program/first_run.hpp"

#include <cstdlib>

#include "inquiry/limits.hpp"
#include "live/keys.hpp"
#include "net/api.hpp"
#include "program/sample_inquiry_text.hpp"
#include "wire/definition_json.hpp"

namespace wenzheng::program {
namespace asio = boost::asio;

namespace {

using lines_or_error = boost::system::result<std::vector<std::string>, std::string>;

lines_or_error fail(std::string why) { return lines_or_error{boost::system::in_place_error, std::move(why)}; }

constexpr const char* program_account = "wenzheng";  // in the record, for what the program itself prepared

// A line that tells the password, where it was made up; nothing where the operator set it.
asio::awaitable<lines_or_error> make_administrator(live::accounts& accounts) {
    const auto any = co_await accounts.any();
    if (!any) co_return fail("the store went away");
    std::vector<std::string> lines;
    if (*any) co_return lines;
    const char* given = std::getenv("WENZHENG_ADMIN_PASSWORD");
    const std::string password = given != nullptr && *given != '\0' ? given : live::new_key();
    const auto made = co_await accounts.create("admin", password, inquiry::account_role::admin);
    if (!made && made.error().code != "exists") co_return fail("the administrator's account: " + made.error().message);
    if (made && (given == nullptr || *given == '\0')) lines.push_back("admin password " + password);
    co_return lines;
}

// A link for the sample's first deputy and one for a screen.
asio::awaitable<lines_or_error> make_sample(worker& on, const std::string& url) {
    auto read = wire::parse_json(sample_inquiry_text, limits::json_depth);
    if (!read) co_return fail("the sample inquiry: " + read.error().message);
    auto what = wire::read_definition(*read);
    if (!what) co_return fail("the sample inquiry: " + what.error().message);
    const auto id = what->id;
    const auto deputy = what->deputies.front().id;
    const inquiry::actor by{inquiry::actor_kind::account, program_account};
    const auto created = co_await on.hub().create(std::move(*what), by);
    if (!created) co_return fail("the sample inquiry: " + created.error().message);
    const auto room = co_await on.hub().find(id);
    if (!room || !*room) co_return fail("the sample inquiry can't be read back");
    const auto phone_key = live::new_key();
    const auto screen_key = live::new_key();
    inquiry::command::issue_keys keys;
    keys.key_hashes[deputy] = live::hash_key(phone_key);
    inquiry::any_command issue = std::move(keys);
    inquiry::any_command add = inquiry::command::add_screen{inquiry::screen_id{"s-1"}, "大屏", inquiry::layout::hall,
                                                            live::hash_key(screen_key)};
    const auto issued = co_await net::perform(**room, std::move(issue), program_account);
    const auto added = co_await net::perform(**room, std::move(add), program_account);
    if (!issued || !added) co_return fail("the sample inquiry's links can't be made");
    std::vector<std::string> lines;
    lines.push_back("console " + url + "/console#" + id.value);
    lines.push_back("phone " + url + "/phone#" + id.value + "/" + phone_key);
    lines.push_back("screen " + url + "/screen#" + id.value + "/" + screen_key);
    lines.push_back("live " + url + "/live#" + id.value);
    co_return lines;
}

std::string why_not_settled(const std::string& refusal) {
    if (refusal == "library_newer")
        return "the store holds the functions of a newer version: this one is too old for it";
    if (refusal == "another_store") return "the store is another one than this data directory belongs to";
    if (refusal == "not_master") return "the store is a replica: name its master, or its sentinels";
    if (refusal == "data_dir_unwritable") return "the data directory can't be written";
    return refusal.empty() ? "the store does not answer" : refusal;
}

}  // namespace

asio::awaitable<lines_or_error> prepare_first_run(worker& on, std::string url, bool sample) {
    const bool ready =
        co_await on.store().wait_settled(std::chrono::steady_clock::now() + limits::private_redis_start_timeout);
    if (!ready) co_return fail(why_not_settled(on.store().refusal()));
    const auto inquiries = co_await on.hub().list();
    if (!inquiries) co_return fail("the store went away");
    auto lines = co_await make_administrator(on.accounts());
    if (!lines) co_return lines;
    if (sample && inquiries->empty()) {
        auto links = co_await make_sample(on, url);
        if (!links) co_return links;
        lines->insert(lines->end(), links->begin(), links->end());
        co_return lines;
    }
    // Keys are kept only as hashes: links of phones and screens that were made before can't be printed again.
    const auto of_first = inquiries->empty() ? std::string{} : "#" + inquiries->front().value;
    lines->push_back("console " + url + "/console" + of_first);
    if (inquiries->empty()) {
        lines->push_back("phone " + url + "/phone");
        lines->push_back("screen " + url + "/screen");
    }
    lines->push_back("live " + url + "/live" + of_first);
    co_return lines;
}

}  // namespace wenzheng::program
