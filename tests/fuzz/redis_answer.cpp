// What comes from a store that is not what it says: bytes of RESP, read as every kind of answer that we ask for.
#include <hiredis/hiredis.h>

#include <memory>

#include "record/durability.hpp"
#include "record/redis_reply.hpp"
#include "record/store.hpp"
#include "target.hpp"

using namespace wenzheng;

namespace {

void walk(record::reply_view at, int depth) {
    if (depth > 8) return;
    at.text();
    at.integer();
    for (std::size_t i = 0; i < std::min<std::size_t>(at.size(), 64) + 1; ++i)
        if (i < at.size())
            walk(at[i], depth + 1);
        else
            fuzz::must(at[i].is_nil(), "beyond the end there is nothing");
}

}  // namespace

WENZHENG_FUZZ_TARGET("redis_answer") {
    const std::unique_ptr<redisReader, void (*)(redisReader*)> reader(redisReaderCreate(), redisReaderFree);
    if (redisReaderFeed(reader.get(), input.data(), input.size()) != REDIS_OK) return;
    for (int i = 0; i < 64; ++i) {
        void* raw = nullptr;
        if (redisReaderGetReply(reader.get(), &raw) != REDIS_OK || raw == nullptr) return;
        const record::redis_reply reply(static_cast<redisReply*>(raw));
        walk(reply.view(), 0);
        const auto events = record::read_entries(reply.view());
        fuzz::must(events.size() == reply.view().size(), "an event an entry");
        fuzz::must(!record::why_not_durable(reply.view().text(), reply.view()).empty(),
                   "a store that says nothing of itself is not durable");
    }
}
