// The list of what administrators did, and who signed in: one stream of the store, for all nodes and inquiries.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/store.hpp"
#include "wire/problem.hpp"

namespace wenzheng::live {

// Never a key, a password or a figure.
struct audit_entry {
    std::string account;  // who; empty where nobody by that name exists
    std::string address;  // from where; of a command on the machine itself its host name
    std::string what;
    std::string inquiry;               // empty: of none
    std::string subject;               // which account, screen or file
    std::optional<std::size_t> count;  // how many keys
    std::string result;                // `done`, or the code of the refusal
    std::string id;                    // as read
    std::int64_t at = 0;
};

struct audit_page {
    std::vector<audit_entry> entries;  // newest first
    bool more = false;
};

// One worker's; used on its thread only.
class audit {
public:
    explicit audit(record::store& store) : store_(store) {}

    // Kept for limits::audit_kept_ms at least. Problem: unavailable.
    boost::asio::awaitable<wire::result<void>> write(audit_entry entry);

    // What came before the entry of that id; empty: the newest. Problem: unavailable.
    boost::asio::awaitable<wire::result<audit_page>> read(std::string before, std::size_t limit);

private:
    record::store& store_;
};

// What takes an entry in, for programs that reach the store without a node. Entries older than `oldest` may go.
std::vector<std::string> audit_words(audit_entry entry, inquiry::instant_ms oldest);

// Whether that is how entries are called.
bool is_audit_id(std::string_view text) noexcept;

}  // namespace wenzheng::live
