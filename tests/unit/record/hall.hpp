// An evening in a store: commands go through the rules, the events' JSON and the store's functions, as a node does it.
#pragma once

#include <string>
#include <vector>

#include "inquiry/evening.hpp"
#include "record/test_store.hpp"

namespace wenzheng::testing {

// The evening of inquiry/evening.hpp, with two ballots more: `first` (the first press counts) and `shown` (immediate).
inquiry::definition a_hall_definition();

class hall {
public:
    // Running; d1 to d4 and o1 have checked in, d5 has not.
    explicit hall(test_store& at, inquiry::definition what = a_hall_definition());

    // Carries a command out; the answer of the store.
    record::append_answer give(const inquiry::any_command& command);
    // Opens and closes a ballot by its id.
    void open(const std::string& ballot);
    void close(const std::string& ballot);

    // One vote with a receipt that no other has.
    record::vote_to_cast vote(const std::string& deputy, const std::string& nonce, const std::string& ballot,
                              const std::string& choice, std::uint32_t attempt = 1);
    record::cast_answer cast(const record::vote_to_cast& vote);
    std::vector<record::cast_answer> cast_all(const std::vector<record::vote_to_cast>& votes);

    // Folds what is new in the record in.
    void catch_up();

    const inquiry::inquiry_id id = fresh_inquiry();
    inquiry::state now;
    std::vector<record::stored_event> events;
    inquiry::seal last_seal;

private:
    record::append_answer append(const std::vector<inquiry::any_event>& decided);

    test_store& at_;
};

// "confirmed", "nonce_reused", "too_many", or the code of the refusal.
std::string outcome_of(const record::cast_answer& answer);

}  // namespace wenzheng::testing
