#include "record/durability.hpp"

#include <hiredis/hiredis.h>

#include "catch.hpp"
#include "record/replicas.hpp"

using namespace wenzheng::record;

namespace {

using reasons = std::vector<std::string>;

const std::string good_info =
    "# Persistence\r\nloading:0\r\naof_enabled:1\r\naof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0\r\n"
    "aof_last_write_status:ok\r\n\r\n# Replication\r\nrole:master\r\n";

redis_reply parsed(const std::string& bytes) {
    redisReader* reader = ::redisReaderCreate();
    ::redisReaderFeed(reader, bytes.data(), bytes.size());
    void* reply = nullptr;
    ::redisReaderGetReply(reader, &reply);
    ::redisReaderFree(reader);
    return redis_reply(static_cast<redisReply*>(reply));
}

std::string bulk(const std::string& text) { return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n"; }

redis_reply config(const std::string& fsync = "always", const std::string& on_rewrite = "no") {
    return parsed("*4\r\n" + bulk("no-appendfsync-on-rewrite") + bulk(on_rewrite) + bulk("appendfsync") + bulk(fsync));
}

std::string changed(const std::string& from, const std::string& to) {
    auto info = good_info;
    info.replace(info.find(from), from.size(), to);
    return info;
}

reasons why(const std::string& info) {
    const auto settings = config();
    return why_not_durable(info, settings.view());
}

}  // namespace

TEST_CASE("a store that writes every command to its disk is durable") { CHECK(why(good_info).empty()); }

TEST_CASE("every reason against opening a ballot is named") {
    CHECK(why(changed("loading:0", "loading:1")) == reasons{"loading"});
    CHECK(why(changed("role:master", "role:slave")) == reasons{"not_master"});
    CHECK(why(changed("aof_enabled:1", "aof_enabled:0")) == reasons{"aof_disabled"});
    CHECK(why(changed("aof_last_write_status:ok", "aof_last_write_status:err")) == reasons{"aof_write_failed"});
    CHECK(why(changed("in_progress:0", "in_progress:1")) == reasons{"rewrite_running"});
    CHECK(why(changed("scheduled:0", "scheduled:1")) == reasons{"rewrite_running"});
}

TEST_CASE("settings that only write every second, or pause during a rewrite, are named") {
    const auto every_second = config("everysec");
    CHECK(why_not_durable(good_info, every_second.view()) == reasons{"appendfsync_not_always"});
    const auto pausing = config("always", "yes");
    CHECK(why_not_durable(good_info, pausing.view()) == reasons{"fsync_paused_on_rewrite"});
}

TEST_CASE("settings that can't be read are a reason too") {
    CHECK(why_not_durable(good_info, reply_view{}) == reasons{"config_unreadable"});
    const auto empty = parsed("*0\r\n");
    CHECK(why_not_durable(good_info, empty.view()) == reasons{"config_unreadable"});
}

TEST_CASE("as many replicas must be linked as are wanted; one that is still being filled is not") {
    const auto settings = config();
    const auto with = [&](const std::string& replicas) { return good_info + replicas; };
    const auto one = with("connected_slaves:1\r\nslave0:ip=10.0.0.2,port=6379,state=online,offset=7,lag=0\r\n");
    const auto filled = with("connected_slaves:1\r\nslave0:ip=10.0.0.2,port=6379,state=wait_bgsave,offset=0,lag=0\r\n");
    CHECK(why_not_durable(one, settings.view(), 1).empty());
    CHECK(why_not_durable(one, settings.view(), 2) == reasons{"replicas_missing"});
    CHECK(why_not_durable(filled, settings.view(), 1) == reasons{"replicas_missing"});
    CHECK(why_not_durable(good_info, settings.view(), 1) == reasons{"replicas_missing"});
    CHECK(linked_replicas(one) == std::vector<replica_address>{{"10.0.0.2", 6379}});
    const auto two = with(
        "connected_slaves:2\r\nslave0:ip=10.0.0.2,port=6379,state=send_bulk,offset=0,lag=0\r\n"
        "slave1:ip=::1,port=6380,state=online,offset=7,lag=1\r\n");
    CHECK(linked_replicas(two) == std::vector<replica_address>{{"::1", 6380}});
}

TEST_CASE("what each replica has is its own word, up to where it was asked for") {
    const std::string info =
        "# Replication\r\nrole:master\r\nconnected_slaves:2\r\n"
        "slave0:ip=10.0.0.2,port=6379,state=online,offset=90,lag=0\r\n"
        "slave1:ip=10.0.0.3,port=6379,state=online,offset=70,lag=1\r\nmaster_repl_offset:100\r\n";
    const replica_address quick{"10.0.0.2", 6379};
    const replica_address slow{"10.0.0.3", 6379};
    CHECK(replication_offset(info) == 100);
    CHECK(all_have(info, {quick}, 90));
    CHECK_FALSE(all_have(info, {quick}, 91));
    CHECK(all_have(info, {quick, slow}, 70));
    CHECK_FALSE(all_have(info, {quick, slow}, 71));
    CHECK_FALSE(all_have(info, {{"10.0.0.4", 6379}}, 0));
    auto filled = info;
    filled.replace(filled.find("online"), 6, "send_bulk");
    CHECK_FALSE(all_have(filled, {quick}, 1));
}

TEST_CASE("every replica that may be promoted has to have a vote, whichever others were quicker") {
    const replica_address one{"10.0.0.2", 6379};
    const replica_address other{"10.0.0.3", 6379};
    const auto all = goal_of({one, other}, {}, 1);
    CHECK(all.at_least == 2);
    CHECK(all.each.empty());
    const auto named = goal_of({one, other}, {other}, 1);
    CHECK(named.at_least == 1);
    CHECK(named.each == std::vector<replica_address>{one});
    CHECK(named.linked == 2);
    CHECK(goal_of({one, other}, {other}, 2).at_least == 2);
    CHECK(goal_of({}, {}, 1).at_least == 1);
}

TEST_CASE("a replica is durable where its own log is, and written to its end") {
    const auto settings = config();
    const auto replica = changed("role:master", "role:slave\r\nmaster_link_status:up");
    CHECK(is_durable_replica(replica, settings.view()));
    CHECK_FALSE(is_durable_replica(replica, reply_view{}));
    const auto every_second = config("everysec");
    CHECK_FALSE(is_durable_replica(replica, every_second.view()));
    const auto pausing = config("always", "yes");
    CHECK_FALSE(is_durable_replica(replica, pausing.view()));
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"aof_enabled:1", "aof_enabled:0"},
                                                          {"status:ok", "status:err"},
                                                          {"in_progress:0", "in_progress:1"},
                                                          {"link_status:up", "link_status:down"}}) {
        auto worse = replica;
        worse.replace(worse.find(from), from.size(), to);
        CHECK_FALSE(is_durable_replica(worse, settings.view()));
    }
}

TEST_CASE("what a store does not say is not taken as good") {
    const auto all = why("# Nothing\r\n");
    CHECK(all == reasons{"loading", "not_master", "aof_disabled", "aof_write_failed", "rewrite_running"});
}

TEST_CASE("a reply is read by its kind, and what is not there is nothing") {
    const auto reply = parsed("*3\r\n:7\r\n$2\r\n42\r\n*1\r\n+OK\r\n");
    CHECK(reply.view().is_array());
    CHECK(reply.view().size() == 3);
    CHECK(reply[0].integer() == 7);
    CHECK(reply[1].integer() == 42);
    CHECK(reply[1].text() == "42");
    CHECK(reply[2][0].text() == "OK");
    CHECK(reply[3].is_nil());
    CHECK(reply[0][5].is_nil());
    CHECK(reply[2].integer() == 0);
    CHECK(parsed("-ERR no\r\n").view().is_error());
    CHECK(redis_reply().view().is_nil());
}
