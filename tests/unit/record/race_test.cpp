#include <atomic>
#include <thread>

#include "catch.hpp"
#include "record/hall.hpp"

using namespace wenzheng;
using namespace wenzheng::record;

namespace {

constexpr std::size_t deputies_a_node = 40;
constexpr int confirmed_before_close = 600;
constexpr const char* choices[] = {"satisfied", "basically_satisfied", "dissatisfied"};

struct last_confirmed {
    std::string choice;
    std::uint32_t attempt = 0;
    std::string receipt;
};

std::string deputy_name(std::size_t node, std::size_t index) {
    return "n" + std::to_string(node) + "-" + std::to_string(index);
}

inquiry::definition crowd() {
    auto what = testing::a_hall_definition();
    for (std::size_t node = 0; node < 2; ++node)
        for (std::size_t i = 0; i < deputies_a_node; ++i)
            what.deputies.push_back(
                {inquiry::deputy_id{deputy_name(node, i)}, "代表", "", {inquiry::electorate_id{"deputies"}}});
    return what;
}

// One node's votes: all its deputies press again and again, until a press comes after the close.
struct node {
    explicit node(std::size_t which) : name_index(which), at(testing::shared_redis().endpoint()) {}

    void vote(const inquiry::inquiry_id& id, std::atomic<int>& confirmed_so_far) {
        for (std::uint32_t attempt = 1; attempt < 100'000; ++attempt) {
            std::vector<vote_to_cast> batch;
            for (std::size_t i = 0; i < deputies_a_node; ++i)
                batch.push_back({inquiry::deputy_id{deputy_name(name_index, i)},
                                 "n" + std::to_string(attempt),
                                 inquiry::ballot_id{"plain"},
                                 inquiry::mark{choices[(attempt + i) % 3]},
                                 attempt,
                                 "r" + std::to_string(attempt),
                                 {}});
            const auto answers = at.cast(id, batch);
            if (!answers) {
                unexpected = true;
                return;
            }
            if (!take(batch, *answers, confirmed_so_far)) return;
        }
    }

    // False once the ballot is closed.
    bool take(const std::vector<vote_to_cast>& batch, const std::vector<cast_answer>& answers,
              std::atomic<int>& confirmed_so_far) {
        bool open = true;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const auto what = testing::outcome_of(answers[i]);
            if (what == "confirmed") {
                confirmed[batch[i].deputy] = {batch[i].mark.value, batch[i].attempt, answers[i].receipt};
                ++confirmed_so_far;
            } else {
                open = false;
                if (what != "ballot_not_open") unexpected = true;
            }
        }
        return open;
    }

    std::size_t name_index;
    testing::test_store at;
    std::map<inquiry::deputy_id, last_confirmed> confirmed;
    bool unexpected = false;
};

}  // namespace

TEST_CASE("of a close among votes of two nodes every confirmed vote is in the seal, and none that came after") {
    testing::test_store at(testing::shared_redis().endpoint());
    testing::hall hall(at, crowd());
    hall.open("plain");
    node first(0);
    node second(1);
    std::atomic<int> confirmed{0};
    std::thread first_votes([&] { first.vote(hall.id, confirmed); });
    std::thread second_votes([&] { second.vote(hall.id, confirmed); });
    const auto deadline = std::chrono::steady_clock::now() + testing::patience;
    while (confirmed < confirmed_before_close && std::chrono::steady_clock::now() < deadline)
        at.progress(hall.id, inquiry::ballot_id{"plain"}, false);
    hall.close("plain");
    first_votes.join();
    second_votes.join();
    CHECK_FALSE(first.unexpected);
    CHECK_FALSE(second.unexpected);
    CHECK(confirmed >= confirmed_before_close);
    auto all = first.confirmed;
    all.insert(second.confirmed.begin(), second.confirmed.end());
    CHECK(hall.last_seal.votes.size() == all.size());
    inquiry::mark_counts recount;
    const auto closed_at = hall.events.back().at;
    for (const auto& sealed : hall.last_seal.votes) {
        ++recount[sealed.mark];
        const auto& last = all[sealed.deputy];
        CHECK(sealed.mark.value == last.choice);
        CHECK(sealed.attempt == last.attempt);
        CHECK(sealed.receipt == last.receipt);
        CHECK(sealed.at <= closed_at);
    }
    CHECK(recount == hall.last_seal.counts);
}
