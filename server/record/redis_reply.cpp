#include "record/redis_reply.hpp"

#include <hiredis/hiredis.h>

#include <charconv>

namespace wenzheng::record {

bool reply_view::is_nil() const noexcept { return at_ == nullptr || at_->type == REDIS_REPLY_NIL; }
bool reply_view::is_error() const noexcept { return at_ != nullptr && at_->type == REDIS_REPLY_ERROR; }
bool reply_view::is_array() const noexcept { return at_ != nullptr && at_->type == REDIS_REPLY_ARRAY; }
std::size_t reply_view::size() const noexcept { return is_array() ? at_->elements : 0; }

reply_view reply_view::operator[](std::size_t index) const noexcept {
    return reply_view(index < size() ? at_->element[index] : nullptr);
}

std::string_view reply_view::text() const noexcept {
    if (at_ == nullptr || at_->str == nullptr) return {};
    return {at_->str, at_->len};
}

std::int64_t reply_view::integer() const noexcept {
    if (at_ == nullptr) return 0;
    if (at_->type == REDIS_REPLY_INTEGER) return at_->integer;
    std::int64_t value = 0;
    const auto digits = text();
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

redis_reply::redis_reply(redisReply* owned) noexcept : owned_(owned) {}
void redis_reply::release::operator()(redisReply* reply) const noexcept { freeReplyObject(reply); }

}  // namespace wenzheng::record
