// Each event is chained to the one before: changing any byte of the record changes every digest behind it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "inquiry/definition.hpp"

namespace wenzheng::record {

// SHA-256 of `text`, 64 hex digits.
std::string sha256_hex(std::string_view text);
// The first 64 bits of the same, big-endian.
std::uint64_t sha256_first_64(std::string_view text);

// The digest of the record up to and with this event: SHA-256 over the digest before (empty at rev 1), rev, instant,
// event and seal, each with its length before it, so that no two records give the same bytes.
std::string chain_digest(std::string_view previous, std::uint64_t rev, std::int64_t at_ms, std::string_view event,
                         std::string_view seal);

// SHA-256 of the canonical bytes of the ballot's definition, hex: what is locked when it opens.
std::string rule_digest_of(const inquiry::ballot_definition& ballot);

}  // namespace wenzheng::record
