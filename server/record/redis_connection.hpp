// One connection to Redis: the socket is Asio's, the protocol is hiredis'. Calls are pipelined in the order made.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "record/redis_endpoint.hpp"
#include "record/redis_reply.hpp"
#include "record/signal.hpp"

struct redisReader;

namespace wenzheng::record {

// The words of one command. A function, because GCC 12 can't have a braced list of strings inside co_await.
template <class... text>
std::vector<std::string> command_words(text&&... word) {
    std::vector<std::string> words;
    words.reserve(sizeof...(word));
    (words.emplace_back(std::forward<text>(word)), ...);
    return words;
}

using command_list = std::vector<std::vector<std::string>>;

enum class store_error {
    away,       // not connected, or the connection broke: whether the call was carried out is unknown
    timed_out,  // no answer in time: unknown too
    refused,    // Redis answered with an error: not carried out
};

template <class value>
using store_result = boost::system::result<value, store_error>;

[[noreturn]] void throw_exception_from_error(store_error error, const boost::source_location& where);

// Commands in the store's protocol (RESP), written straight into one text: a call of hundreds of votes is thousands of
// words.
namespace resp {
void begin_command(std::string& text, std::size_t words);
void add_word(std::string& text, std::string_view word);
void add_command(std::string& text, const std::vector<std::string>& words);
}  // namespace resp

// Lives on one io_context and is used from its thread only. Its loops hold a reference to it until close().
class redis_connection : public std::enable_shared_from_this<redis_connection> {
public:
    // Connects, signs in and selects the database.
    static boost::asio::awaitable<store_result<std::shared_ptr<redis_connection>>> connect(
        redis_endpoint at, std::chrono::milliseconds timeout);

    explicit redis_connection(boost::asio::any_io_executor executor);
    ~redis_connection();
    redis_connection(const redis_connection&) = delete;
    redis_connection& operator=(const redis_connection&) = delete;

    // Sends one command. An error reply is `refused` and kept in last_error().
    boost::asio::awaitable<store_result<redis_reply>> call(std::vector<std::string> words,
                                                           std::chrono::milliseconds timeout);

    // Sends several in one write. Their answers in the same order, error replies among them: the caller looks at each,
    // and keeps the commands until then.
    boost::asio::awaitable<store_result<std::vector<redis_reply>>> calls(const command_list& commands,
                                                                         std::chrono::milliseconds timeout);

    // The same with commands that stand in `text` already, one behind the other (see resp).
    boost::asio::awaitable<store_result<std::vector<redis_reply>>> calls(const std::string& text, std::size_t commands,
                                                                         std::chrono::milliseconds timeout);

    bool is_open() const noexcept { return open_; }
    const std::string& last_error() const noexcept { return last_error_; }

    // Ends every call that waits with `away`. Safe to call twice.
    void close();

    // Waits until the connection has been closed by either side, or the deadline.
    boost::asio::awaitable<void> closed(signal::time_point deadline);

private:
    struct waiting_call;

    boost::asio::awaitable<store_result<void>> open_socket(const redis_endpoint& at);
    std::shared_ptr<waiting_call> expect(std::chrono::milliseconds timeout);
    boost::asio::awaitable<store_result<std::vector<redis_reply>>> gather(
        std::vector<std::shared_ptr<waiting_call>> sent);
    void write_soon();
    boost::asio::awaitable<void> read_loop(std::shared_ptr<redis_connection> self);
    boost::asio::awaitable<void> write_loop(std::shared_ptr<redis_connection> self);
    bool take_replies();

    boost::asio::any_io_executor executor_;
    boost::asio::generic::stream_protocol::socket socket_;
    std::unique_ptr<redisReader, void (*)(redisReader*)> reader_;
    std::deque<std::shared_ptr<waiting_call>> waiting_;
    std::string to_send_;
    std::string sending_;
    bool writing_ = false;
    bool open_ = false;
    std::string last_error_;
    signal closed_;
};

}  // namespace wenzheng::record
