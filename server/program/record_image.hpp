// One inquiry's record as a file: everything that the store keeps under its keys.
#pragma once

#include <boost/system/result.hpp>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "record/store_types.hpp"

namespace wenzheng::program {

struct record_image {
    std::string inquiry;
    std::string store;  // wz:store and wz:epoch of where it was taken
    std::string epoch;
    std::vector<record::stored_event> events;
    std::map<std::string, std::map<std::string, std::string>> hashes;  // by key, without the inquiry's prefix
    std::map<std::string, std::set<std::string>> sets;
};

// Whether both hold the same record, wherever they were taken.
bool is_same_record(const record_image& a, const record_image& b);

// Canonical JSON, a line an event and a line some hundred entries of a key, and last a line with the SHA-256 of all
// before it.
std::string write_image(const record_image& image);

// Fails in English where the text is cut, changed, or of another format.
boost::system::result<record_image, std::string> read_image(std::string_view text);

// Replays the record under the rules and counts every ballot again, from what was sealed and from the votes that are
// stored beside it. Empty, or what is wrong.
std::string check_image(const record_image& image);

}  // namespace wenzheng::program
