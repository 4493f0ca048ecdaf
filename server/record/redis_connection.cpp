#include "record/redis_connection.hpp"

#include <hiredis/hiredis.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace wenzheng::record {
namespace asio = boost::asio;
namespace {

auto no_throw(boost::system::error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

}  // namespace

namespace resp {

namespace {
void add_number(std::string& text, char kind, std::size_t number) {
    std::array<char, 24> digits;
    digits[0] = kind;
    const auto end = std::to_chars(digits.data() + 1, digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end).append("\r\n");
}
}  // namespace

void begin_command(std::string& text, std::size_t words) { add_number(text, '*', words); }

void add_word(std::string& text, std::string_view word) {
    add_number(text, '$', word.size());
    text.append(word).append("\r\n");
}

void add_command(std::string& text, const std::vector<std::string>& words) {
    begin_command(text, words.size());
    for (const auto& word : words) add_word(text, word);
}

}  // namespace resp

struct redis_connection::waiting_call {
    explicit waiting_call(const asio::any_io_executor& executor, signal::time_point deadline)
        : wake(executor, deadline) {}
    asio::steady_timer wake;
    std::optional<redis_reply> reply;
    bool broken = false;
};

void throw_exception_from_error(store_error, const boost::source_location& where) {
    throw std::logic_error(std::string("a store error was not looked at in ") + where.file_name());
}

redis_connection::redis_connection(asio::any_io_executor executor)
    : executor_(executor), socket_(executor), reader_(redisReaderCreate(), redisReaderFree) {
    if (reader_) reader_->maxbuf = 0;  // keep the buffer: replies come all the time
}

redis_connection::~redis_connection() = default;

asio::awaitable<store_result<std::shared_ptr<redis_connection>>> redis_connection::connect(
    redis_endpoint at, std::chrono::milliseconds timeout) {
    auto executor = co_await asio::this_coro::executor;
    auto self = std::make_shared<redis_connection>(executor);
    // The deadline closes the socket, which ends whatever is being waited for.
    asio::steady_timer deadline(executor, timeout);
    deadline.async_wait([weak = std::weak_ptr(self)](boost::system::error_code error) {
        if (auto late = weak.lock(); late && !error) late->close();
    });
    if (auto opened = co_await self->open_socket(at); !opened) co_return opened.error();
    self->open_ = true;
    asio::co_spawn(executor, self->read_loop(self), asio::detached);
    std::vector<std::vector<std::string>> greetings;
    if (!at.password.empty()) {
        auto sign_in = command_words("AUTH");
        if (!at.user.empty()) sign_in.push_back(at.user);
        sign_in.push_back(at.password);
        greetings.push_back(std::move(sign_in));
    }
    if (at.database != 0) greetings.push_back(command_words("SELECT", std::to_string(at.database)));
    greetings.push_back(command_words("PING"));
    for (auto& greeting : greetings)
        if (auto answer = co_await self->call(std::move(greeting), timeout); !answer) {
            self->close();
            co_return answer.error();
        }
    co_return self;
}

asio::awaitable<store_result<void>> redis_connection::open_socket(const redis_endpoint& at) {
    boost::system::error_code error;
    if (!at.unix_path.empty()) {
        // A socket's path may be at most 107 bytes; deeper data directories are handed in through /proc/self/fd.
        const asio::local::stream_protocol::endpoint where(at.unix_path);
        socket_.open(asio::generic::stream_protocol(AF_UNIX, 0), error);
        if (!error) co_await socket_.async_connect(where, no_throw(error));
        if (error) co_return store_error::away;
        co_return store_result<void>{};
    }
    asio::ip::tcp::resolver resolver(executor_);
    const auto found = co_await resolver.async_resolve(at.host, std::to_string(at.port), no_throw(error));
    if (error) co_return store_error::away;
    for (const auto& one : found) {
        boost::system::error_code ignored;
        socket_.close(ignored);
        co_await socket_.async_connect(asio::generic::stream_protocol::endpoint(one.endpoint()), no_throw(error));
        if (!error) break;
    }
    if (error) co_return store_error::away;
    socket_.set_option(asio::ip::tcp::no_delay(true), error);
    socket_.set_option(asio::socket_base::keep_alive(true), error);
    co_return store_result<void>{};
}

std::shared_ptr<redis_connection::waiting_call> redis_connection::expect(std::chrono::milliseconds timeout) {
    auto mine = std::make_shared<waiting_call>(executor_, std::chrono::steady_clock::now() + timeout);
    waiting_.push_back(mine);
    return mine;
}

void redis_connection::write_soon() {
    if (std::exchange(writing_, true)) return;
    asio::co_spawn(executor_, write_loop(shared_from_this()), asio::detached);
}

asio::awaitable<store_result<redis_reply>> redis_connection::call(std::vector<std::string> words,
                                                                  std::chrono::milliseconds timeout) {
    if (!open_) co_return store_error::away;
    auto self = shared_from_this();
    resp::add_command(to_send_, words);
    const auto mine = expect(timeout);
    write_soon();
    boost::system::error_code ignored;
    co_await mine->wake.async_wait(no_throw(ignored));
    if (mine->broken) co_return store_error::away;
    if (!mine->reply) co_return store_error::timed_out;
    if (mine->reply->view().is_error()) {
        last_error_ = std::string(mine->reply->view().text());
        co_return store_error::refused;
    }
    co_return std::move(*mine->reply);
}

asio::awaitable<store_result<std::vector<redis_reply>>> redis_connection::calls(const command_list& commands,
                                                                                std::chrono::milliseconds timeout) {
    if (!open_) co_return store_error::away;
    std::vector<std::shared_ptr<waiting_call>> sent;
    sent.reserve(commands.size());
    for (const auto& words : commands) {
        resp::add_command(to_send_, words);
        sent.push_back(expect(timeout));
    }
    co_return co_await gather(std::move(sent));
}

asio::awaitable<store_result<std::vector<redis_reply>>> redis_connection::calls(const std::string& text,
                                                                                std::size_t commands,
                                                                                std::chrono::milliseconds timeout) {
    if (!open_) co_return store_error::away;
    to_send_ += text;
    std::vector<std::shared_ptr<waiting_call>> sent;
    sent.reserve(commands);
    while (sent.size() < commands) sent.push_back(expect(timeout));
    co_return co_await gather(std::move(sent));
}

asio::awaitable<store_result<std::vector<redis_reply>>> redis_connection::gather(
    std::vector<std::shared_ptr<waiting_call>> sent) {
    const auto self = shared_from_this();
    std::vector<redis_reply> replies;
    replies.reserve(sent.size());
    if (sent.empty()) co_return replies;
    write_soon();
    // Replies come in order: with the last one all are here.
    boost::system::error_code ignored;
    co_await sent.back()->wake.async_wait(no_throw(ignored));
    for (const auto& one : sent) {
        if (one->broken) co_return store_error::away;
        if (!one->reply) co_return store_error::timed_out;
        if (one->reply->view().is_error()) last_error_ = std::string(one->reply->view().text());
        replies.push_back(std::move(*one->reply));
    }
    co_return replies;
}

asio::awaitable<void> redis_connection::write_loop([[maybe_unused]] std::shared_ptr<redis_connection> self) {
    while (open_ && !to_send_.empty()) {
        sending_.clear();
        std::swap(sending_, to_send_);
        boost::system::error_code error;
        co_await asio::async_write(socket_, asio::buffer(sending_), no_throw(error));
        if (error) close();
    }
    writing_ = false;
}

asio::awaitable<void> redis_connection::read_loop([[maybe_unused]] std::shared_ptr<redis_connection> self) {
    auto buffer = std::make_unique<std::array<char, 32 * 1024>>();
    while (open_) {
        boost::system::error_code error;
        const auto n = co_await socket_.async_read_some(asio::buffer(*buffer), no_throw(error));
        if (error || redisReaderFeed(reader_.get(), buffer->data(), n) != REDIS_OK || !take_replies()) close();
    }
}

// False where what came is not the protocol.
bool redis_connection::take_replies() {
    while (true) {
        void* raw = nullptr;
        if (redisReaderGetReply(reader_.get(), &raw) != REDIS_OK) return false;
        if (raw == nullptr) return true;
        redis_reply reply(static_cast<redisReply*>(raw));
        if (waiting_.empty()) return false;
        const auto call = waiting_.front();
        waiting_.pop_front();
        call->reply = std::move(reply);
        call->wake.cancel();
    }
}

void redis_connection::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    open_ = false;
    for (const auto& call : std::exchange(waiting_, {})) {
        call->broken = true;
        call->wake.cancel();
    }
    closed_.notify_all();
}

asio::awaitable<void> redis_connection::closed(signal::time_point deadline) {
    auto self = shared_from_this();
    if (open_) co_await closed_.wait_until(deadline);
}

}  // namespace wenzheng::record
