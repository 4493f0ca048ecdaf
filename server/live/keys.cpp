#include "live/keys.hpp"

#include <sodium.h>

#include <array>

#include "record/chain.hpp"

namespace wenzheng::live {

std::string new_key() {
    std::array<unsigned char, 16> bits{};
    randombytes_buf(bits.data(), bits.size());
    constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bits.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bits.data(), bits.size(), variant);
    text.pop_back();
    return text;
}

std::string hash_key(std::string_view key) { return record::sha256_hex(key); }

}  // namespace wenzheng::live
