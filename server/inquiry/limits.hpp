// Every limit of the program has its name here. Units are last in the names.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wenzheng::limits {

using namespace std::chrono_literals;

// What a definition may hold.
inline constexpr std::size_t id_characters = 40;
inline constexpr std::size_t title_characters = 200;
inline constexpr std::size_t text_characters = 2'000;
inline constexpr std::size_t name_characters = 60;
inline constexpr std::size_t deputies = 5'000;
inline constexpr std::size_t electorates_a_deputy = 8;
inline constexpr std::size_t items = 100;
inline constexpr std::size_t ballots = 200;
inline constexpr std::size_t verdicts_a_rule = 16;
inline constexpr std::size_t choices_a_scale_min = 2;
inline constexpr std::size_t choices_a_scale_max = 10;
inline constexpr std::size_t questions_a_ballot_min = 2;
inline constexpr std::size_t questions_a_ballot_max = 20;
inline constexpr std::int64_t score_bound = 1'000;
inline constexpr std::int64_t scores_dropped = 10;
inline constexpr std::size_t screens = 64;
inline constexpr int rehearsals = 99;
inline constexpr std::size_t commitments = 500;
inline constexpr std::size_t requests = 2'000;
inline constexpr std::size_t errata = 20;
inline constexpr std::int64_t papers = 10'000;
inline constexpr std::uint32_t fraction_part = 10'000;
inline constexpr std::int64_t weight = 1'000;
inline constexpr int scrutineers = 2;
inline constexpr std::int64_t ballot_duration_min_ms = 1'000;
inline constexpr std::int64_t ballot_duration_max_ms = 24 * 3'600'000LL;
inline constexpr std::int64_t grace_max_ms = 600'000;
inline constexpr std::int64_t public_delay_max_ms = 120'000;
inline constexpr std::size_t public_url_characters = 200;
inline constexpr std::size_t evidence = 200;
inline constexpr std::int64_t film_max_ms = 24 * 3'600'000LL;

// From a reveal's event to the instant at which every surface begins to show it.
inline constexpr std::int64_t reveal_lead_ms = 400;

// Messages and requests.
inline constexpr std::size_t json_depth = 8;
inline constexpr std::size_t deputy_message_bytes = 4'096;
inline constexpr std::size_t console_message_bytes = 16'384;
inline constexpr std::size_t viewer_message_bytes = 256;
inline constexpr std::size_t request_body_bytes = 4 * 1024 * 1024;
inline constexpr std::size_t small_request_body_bytes = 4'096;
inline constexpr std::size_t request_header_bytes = 8'192;
inline constexpr std::size_t password_characters_min = 8;
inline constexpr std::size_t password_characters_max = 200;
inline constexpr std::uint32_t attempt = 1'000'000;

// Messages of one sender, all of a deputy's sockets together: so many at once, then so many a second. What is over the
// rate waits in its connection; nothing is dropped.
inline constexpr int deputy_messages_a_second = 5;
inline constexpr int deputy_messages_at_once = 10;
inline constexpr int console_messages_a_second = 20;
inline constexpr int console_messages_at_once = 40;
inline constexpr int viewer_messages_a_second = 2;  // screens too
inline constexpr int viewer_messages_at_once = 10;

// Connections.
inline constexpr std::size_t sockets_a_deputy = 3;
inline constexpr auto header_timeout = 5s;
inline constexpr auto body_timeout = 15s;
inline constexpr auto keep_alive_timeout = 30s;
inline constexpr auto handshake_timeout = 5s;  // for the answer to an upgrade to get out
inline constexpr auto tls_handshake_timeout = 5s;
inline constexpr auto tls_close_timeout = 3s;  // for what was said last, once the inner side is gone
inline constexpr std::size_t descriptors_a_tls_connection = 3;
// A write of which nothing gets through ends the connection; of a WebSocket's, a frame that doesn't get through whole.
inline constexpr auto write_timeout = 5s;
inline constexpr auto write_look_interval = 1s;
inline constexpr auto close_timeout = 3s;  // for a closing handshake, and again for the client's last byte
inline constexpr auto ping_interval = 15s;
inline constexpr auto idle_timeout = 30s;
inline constexpr auto shutdown_timeout = 6s;

// Descriptors of the process: one part is for its own files and the store, the rest for connections. A part of that is
// kept for deputies and consoles: where it is begun, viewers have to go. The last of all is kept for WebSockets.
inline constexpr std::size_t own_descriptors_share = 8;  // one in so many
inline constexpr std::size_t own_descriptors_min = 64;
inline constexpr std::size_t own_descriptors_max = 4'096;
inline constexpr std::size_t reserved_seats_share = 5;  // one in so many
inline constexpr std::size_t last_seats_share = 50;     // one in so many
inline constexpr auto come_again_after = 5s;            // said to whom there is no room for

// Of one address (IPv6: of a /64). A hall has one for all its phones, and everybody comes in the same minute.
inline constexpr int viewer_sockets_a_second = 100;
inline constexpr int viewer_sockets_at_once = 3'000;
inline constexpr int logins_a_second = 2;
inline constexpr int logins_at_once = 40;
inline constexpr int bad_keys_a_second = 2;
inline constexpr int bad_keys_at_once = 100;
// Of one deputy, screen or account, from wherever.
inline constexpr int member_sockets_a_second = 5;
inline constexpr int member_sockets_at_once = 100;
inline constexpr std::size_t addresses_known = 20'000;

// Failures to sign in that are nothing yet; then each one makes the next try wait twice as long.
inline constexpr int login_failures_free = 2;
inline constexpr int login_failures_an_address_free = 20;
inline constexpr auto login_delay_first = 1s;
inline constexpr auto login_delay_max = 30s;
inline constexpr auto login_failures_kept = 15min;

// Votes on their way to the store.
inline constexpr std::size_t votes_a_cast = 256;
inline constexpr std::size_t casts_in_flight = 2;
inline constexpr std::size_t votes_waiting = 20'000;
inline constexpr std::size_t nonces_a_deputy = 2'000;
inline constexpr auto vote_retry_for = 8s;

// Commands on their way to the store.
inline constexpr std::size_t commands_waiting = 10'000;
inline constexpr std::size_t events_an_append = 200;
inline constexpr int append_tries = 30;
inline constexpr auto command_timeout = 8s;

// The store.
inline constexpr auto store_call_timeout = 3s;
inline constexpr auto store_connect_timeout = 2s;
inline constexpr auto store_retry_min = 50ms;
inline constexpr auto store_retry_max = 1'000ms;
inline constexpr std::size_t events_a_read = 512;
inline constexpr auto follow_block = 10s;
inline constexpr auto store_look_interval = 1s;
inline constexpr auto sentinel_timeout = 500ms;
inline constexpr std::size_t replicas_wanted = 8;
inline constexpr auto replica_wait = 1s;
inline constexpr auto replica_connect_timeout = 1s;
inline constexpr auto replica_look_interval = 5s;
// The private Redis' log is rewritten between inquiries where it has grown to this, and to this many times of what the
// last rewrite left.
inline constexpr std::uint64_t log_rewrite_bytes = 64ULL * 1024 * 1024;
inline constexpr std::uint64_t log_rewrite_growth = 2;
inline constexpr auto backup_call_timeout = 120s;
inline constexpr auto private_redis_start_timeout = 60s;
inline constexpr auto private_redis_stop_timeout = 5s;

// What goes out. Frames that are never dropped wait for one client; with more he is too slow.
inline constexpr std::size_t frames_waiting = 256;
inline constexpr std::size_t frames_waiting_bytes = 256 * 1024;
inline constexpr auto progress_interval = 200ms;
inline constexpr auto progress_interval_max = 1s;         // where telling everybody takes long
inline constexpr int progress_rest_parts = 4;             // progress has one of so many parts of a worker's time
inline constexpr std::size_t seats_a_piece = 256;         // of a large audience, served between two turns of the loop
inline constexpr std::size_t clients_told_at_once = 500;  // of each check-in; more wait for progress_interval
inline constexpr auto presence_interval = 1s;
inline constexpr auto presence_lifetime = 5s;

// Uploaded evidence.
inline constexpr std::uint64_t evidence_image_bytes = 20ULL * 1024 * 1024;
inline constexpr std::uint64_t evidence_video_bytes = 1024ULL * 1024 * 1024;
inline constexpr std::uint64_t emblem_bytes = 2ULL * 1024 * 1024;
// Kept free beside an upload: the record may live on the same disk, and comes first.
inline constexpr std::uint64_t evidence_reserve_bytes = 256ULL * 1024 * 1024;

// Read, written and sent in such pieces; a piece is all that a transfer holds in memory.
inline constexpr std::size_t evidence_piece_bytes = 256 * 1024;
inline constexpr std::size_t evidence_threads = 2;
inline constexpr std::size_t uploads_at_once = 8;  // a node

// An upload may take as long as it likes while it gets on: each piece within this time.
inline constexpr auto upload_piece_timeout = 60s;
// After an answer to an upload that was not read to its end, so that the client gets to read the answer.
inline constexpr auto upload_drain_timeout = 5s;

// Result cards.
inline constexpr std::size_t cards_bytes = 64 * 1024 * 1024;
inline constexpr std::size_t cards_waiting = 32;

// Accounts and cookies.
inline constexpr std::size_t accounts = 200;
inline constexpr std::size_t logins_waiting = 16;
inline constexpr auto accounts_interval = 1s;
// What administrators did is kept for half a year at least.
inline constexpr std::int64_t audit_kept_ms = 183 * 24 * 3'600'000LL;
inline constexpr std::size_t audit_entries_a_page = 50;
inline constexpr std::size_t audit_entries_a_page_max = 200;
inline constexpr std::int64_t operator_cookie_lifetime_ms = 16 * 3'600'000LL;
inline constexpr std::int64_t deputy_cookie_lifetime_ms = 72 * 3'600'000LL;

// Simulated deputies of rehearsals.
inline constexpr std::size_t simulations = 4;
inline constexpr std::size_t deputies_not_simulated = 3;
inline constexpr std::int64_t simulation_cookie_lifetime_ms = 4 * 3'600'000LL;
inline constexpr auto simulation_stop_timeout = 3s;

}  // namespace wenzheng::limits
