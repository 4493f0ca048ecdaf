// Keys of personal links: given out once, kept only as hashes.
#pragma once

#include <string>
#include <string_view>

namespace wenzheng::live {

// 128 random bits, base64url; what stands in a personal link behind the #.
std::string new_key();

// What the record keeps of it: SHA-256, hex. 128 random bits need no salt and no slow hash.
std::string hash_key(std::string_view key);

}  // namespace wenzheng::live
