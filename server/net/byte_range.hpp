// The Range header of a request for a part of a file (RFC 9110, 14.2).
#pragma once

#include <cstdint>
#include <string_view>

namespace wenzheng::net {

struct byte_range {
    enum class kind { whole, part, beyond };
    kind what = kind::whole;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

// Of a file of `size` bytes. What is no single range of bytes is not a range at all, as the standard allows: the whole.
byte_range read_range(std::string_view header, std::uint64_t size) noexcept;

}  // namespace wenzheng::net
