// An answer of Redis, owned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct redisReply;

namespace wenzheng::record {

// A view into an answer; valid while the redis_reply that it came from lives.
class reply_view {
public:
    explicit reply_view(const redisReply* at = nullptr) noexcept : at_(at) {}

    bool is_nil() const noexcept;
    bool is_error() const noexcept;
    bool is_array() const noexcept;
    std::size_t size() const noexcept;                        // of an array, else 0
    reply_view operator[](std::size_t index) const noexcept;  // nil beyond the end
    std::string_view text() const noexcept;                   // of a string, status or error, else empty
    std::int64_t integer() const noexcept;                    // of an integer or a string of digits, else 0

private:
    const redisReply* at_;
};

class redis_reply {
public:
    redis_reply() = default;
    explicit redis_reply(redisReply* owned) noexcept;

    reply_view view() const noexcept { return reply_view(owned_.get()); }
    reply_view operator[](std::size_t index) const noexcept { return view()[index]; }

private:
    struct release {
        void operator()(redisReply* reply) const noexcept;
    };
    std::unique_ptr<redisReply, release> owned_;
};

}  // namespace wenzheng::record
