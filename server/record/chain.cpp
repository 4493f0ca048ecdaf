#include "record/chain.hpp"

#include <sodium.h>

#include <array>

#include "wire/definition_json.hpp"

namespace wenzheng::record {
namespace {

std::string hex(const std::array<unsigned char, crypto_hash_sha256_BYTES>& bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

std::array<unsigned char, crypto_hash_sha256_BYTES> sha256(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return digest;
}

}  // namespace

std::string sha256_hex(std::string_view text) { return hex(sha256(text)); }

std::uint64_t sha256_first_64(std::string_view text) {
    const auto digest = sha256(text);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) bits = bits << 8 | digest[i];
    return bits;
}

std::string rule_digest_of(const inquiry::ballot_definition& ballot) {
    return sha256_hex(wire::canonical(wire::write_ballot_definition(ballot)));
}

std::string chain_digest(std::string_view previous, std::uint64_t rev, std::int64_t at_ms, std::string_view event,
                         std::string_view seal) {
    std::string bytes;
    bytes.reserve(previous.size() + event.size() + seal.size() + 96);
    const auto add = [&](std::string_view part) { bytes.append(std::to_string(part.size())).append(":").append(part); };
    add(previous);
    add(std::to_string(rev));
    add(std::to_string(at_ms));
    add(event);
    add(seal);
    return sha256_hex(bytes);
}

}  // namespace wenzheng::record
