// Who may come in, and how often: what all workers of a node know together.
#pragma once

#include "inquiry/limits.hpp"
#include "live/bucket_table.hpp"
#include "live/login_delay.hpp"
#include "net/seats.hpp"

namespace wenzheng::net {

// Any thread. Addresses of this machine itself are not counted: simulated deputies, and a proxy that is not trusted.
struct doors {
    doors(std::size_t descriptors, const seat_settings& with) : places(descriptors, with) {}

    seats places;
    // Of one address.
    live::bucket_table viewer_sockets{live::rate_of(limits::viewer_sockets_a_second, limits::viewer_sockets_at_once),
                                      limits::addresses_known};
    live::bucket_table logins{live::rate_of(limits::logins_a_second, limits::logins_at_once), limits::addresses_known};
    live::bucket_table bad_keys{live::rate_of(limits::bad_keys_a_second, limits::bad_keys_at_once),
                                limits::addresses_known};
    // Of one deputy, screen or account.
    live::bucket_table member_sockets{live::rate_of(limits::member_sockets_a_second, limits::member_sockets_at_once),
                                      limits::addresses_known};
    live::login_delay delay{limits::addresses_known};
};

}  // namespace wenzheng::net
