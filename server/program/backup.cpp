#include "program/backup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <climits>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <ostream>

#include "inquiry/limits.hpp"
#include "live/audit.hpp"
#include "program/stored_image.hpp"
#include "record/file_sync.hpp"
#include "record/private_redis.hpp"
#include "record/store.hpp"

namespace wenzheng::program {
namespace asio = boost::asio;
namespace fs = std::filesystem;
using record::command_words;

namespace {

// Where the record is, for as long as this lives.
struct opened_place {
    record::store_settings store;
    int directory = -1;
    std::unique_ptr<record::private_redis> started;

    opened_place() = default;
    opened_place(const opened_place&) = delete;
    opened_place& operator=(const opened_place&) = delete;
    ~opened_place() {
        if (directory >= 0) ::close(directory);
    }
};

template <class value>
value answer_of(asio::awaitable<value> call) {
    asio::io_context context{1};
    auto answer = asio::co_spawn(context, std::move(call), asio::use_future);
    context.run();
    return answer.get();
}

asio::awaitable<bool> answers(record::redis_endpoint at) {
    const auto connected = co_await record::redis_connection::connect(at, limits::store_connect_timeout);
    if (connected) (*connected)->close();
    co_return connected.has_value();
}

// A server that is running keeps the directory to itself, but its Redis can be asked; else one is started for a while.
// The error in English, or empty.
std::string open_place(const record_place& at, bool may_begin, opened_place& into, std::ostream& progress) {
    if (at.redis.empty() == at.data_dir.empty()) return "give one of --data-dir and --redis";
    if (!at.redis.empty()) {
        const auto url = record::read_redis_url(at.redis);
        if (!url) return "--redis: " + url.error();
        into.store.at = *url;
        return {};
    }
    into.directory = ::open(at.data_dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (into.directory < 0 && !may_begin) return "there is no data directory " + at.data_dir;
    // Through /proc/self/fd: a socket's own path may be at most 107 bytes.
    into.store.at.unix_path = "/proc/self/fd/" + std::to_string(into.directory) + "/redis.sock";
    if (into.directory >= 0 && answer_of(answers(into.store.at))) {
        progress << "asking the Redis that runs in " << at.data_dir << "\n";
        return {};
    }
    progress << "starting Redis in " << at.data_dir << "\n";
    using emptied = record::private_redis::emptied;
    auto started = record::private_redis::start(at.data_dir, may_begin ? emptied::begin_anew : emptied::refuse);
    if (!started) return started.error();
    into.started = std::move(*started);
    into.store.at = into.started->endpoint();
    if (!may_begin) return {};
    auto marker = record::store_marker::open(record::private_marker(at.data_dir));
    if (!marker) return marker.error();
    into.store.marker = std::move(*marker);
    return {};
}

using connection = std::shared_ptr<record::redis_connection>;

asio::awaitable<said<connection>> connect(record::redis_endpoint at) {
    using result = said<connection>;
    if (!at.sentinels.empty()) {
        record::sentinels all(at);
        const auto master = co_await all.master();
        all.close();
        if (!master) co_return result{boost::system::in_place_error, "no sentinel answers"};
        at = *master;
    }
    const auto connected = co_await record::redis_connection::connect(at, limits::store_connect_timeout);
    if (!connected) co_return result{boost::system::in_place_error, "the store does not answer"};
    co_return result{boost::system::in_place_value, *connected};
}

asio::awaitable<said<record_image>> take_from(record::redis_endpoint at, std::string inquiry) {
    const auto connected = co_await connect(std::move(at));
    if (!connected) co_return said<record_image>{boost::system::in_place_error, connected.error()};
    auto image = co_await take_image(*connected, std::move(inquiry));
    (*connected)->close();
    co_return image;
}

// Into the list of acts. The error in English, or empty.
asio::awaitable<std::string> write_down(connection to, std::string what, std::string inquiry) {
    std::array<char, HOST_NAME_MAX + 1> host{};
    if (::gethostname(host.data(), HOST_NAME_MAX) != 0) host = {};
    live::audit_entry entry;
    entry.address = host.data();
    entry.what = std::move(what);
    entry.inquiry = std::move(inquiry);
    entry.result = "done";
    // Nothing is thrown away by this machine's clock.
    auto words = live::audit_words(std::move(entry), 0);
    const auto written = co_await to->call(std::move(words), limits::store_call_timeout);
    const bool done = written && !written->view().is_error();
    co_return done ? std::string{} : std::string("the list of acts in the store can't be written");
}

asio::awaitable<std::string> write_down_backup(record::redis_endpoint at, std::string inquiry) {
    const auto connected = co_await connect(std::move(at));
    if (!connected) co_return connected.error();
    std::string what = "record_backed_up";
    auto problem = co_await write_down(*connected, std::move(what), std::move(inquiry));
    (*connected)->close();
    co_return problem;
}

asio::awaitable<void> run(record::store& store) { co_await store.run(); }

// Into a store that is empty a record brings its store's name along: the nodes know it again, in another epoch.
asio::awaitable<said<void>> name_empty_store(record::redis_endpoint at, std::string name) {
    const auto connected = co_await connect(std::move(at));
    if (!connected) co_return said<void>{boost::system::in_place_error, connected.error()};
    const auto to = *connected;
    const auto epoch = co_await to->call(command_words("GET", "wz:epoch"), limits::store_call_timeout);
    if (epoch && epoch->view().is_nil())
        co_await to->call(command_words("SET", "wz:store", name, "NX"), limits::store_call_timeout);
    to->close();
    if (!epoch) co_return said<void>{boost::system::in_place_error, "the store does not answer"};
    co_return said<void>{};
}

asio::awaitable<said<record_image>> put_and_read_back(record::store& store, const record_image& image) {
    using result = said<record_image>;
    const auto deadline = std::chrono::steady_clock::now() + limits::private_redis_start_timeout;
    const bool ready = co_await store.wait_settled(deadline);
    if (!ready) co_return result{boost::system::in_place_error, "the store can't be used: " + store.reasons().front()};
    const auto connected = co_await record::redis_connection::connect(store.master(), limits::store_connect_timeout);
    if (!connected) co_return result{boost::system::in_place_error, "the store does not answer"};
    const auto put = co_await put_image(*connected, image);
    if (!put) {
        (*connected)->close();
        co_return result{boost::system::in_place_error, put.error()};
    }
    std::string what = "record_restored";
    const auto problem = co_await write_down(*connected, std::move(what), image.inquiry);
    auto back = co_await take_image(*connected, image.inquiry);
    (*connected)->close();
    if (!problem.empty()) co_return result{boost::system::in_place_error, "the record is in the store, but " + problem};
    co_return back;
}

said<record_image> put_through_store(record::store_settings settings, const record_image& image) {
    const auto named = answer_of(name_empty_store(settings.at, image.store));
    if (!named) return said<record_image>{boost::system::in_place_error, named.error()};
    settings.begin_anew = true;
    asio::io_context context{1};
    record::store store(context.get_executor(), std::move(settings));
    asio::co_spawn(context, run(store), asio::detached);
    std::optional<said<record_image>> back;
    asio::co_spawn(context, put_and_read_back(store, image),
                   [&](const std::exception_ptr& failed, said<record_image> answer) {
                       if (!failed) back.emplace(std::move(answer));
                       store.stop();
                   });
    context.run();
    if (!back) return said<record_image>{boost::system::in_place_error, "the restore was broken off"};
    return std::move(*back);
}

int fail(std::ostream& progress, const std::string& why) {
    progress << why << "\n";
    return 1;
}

}  // namespace

int backup(const record_place& from, const std::string& inquiry, const std::string& file, bool replace,
           std::ostream& progress) {
    if (!inquiry::is_id(inquiry)) return fail(progress, inquiry + " is no inquiry's id");
    std::error_code error;
    if (!replace && fs::exists(file, error)) return fail(progress, file + " is there already: --replace overwrites it");
    opened_place place;
    if (const auto problem = open_place(from, false, place, progress); !problem.empty()) return fail(progress, problem);
    const auto image = answer_of(take_from(place.store.at, inquiry));
    if (!image) return fail(progress, image.error());
    progress << "read " << image->events.size() << " events, " << image->hashes.size() + image->sets.size()
             << " keys beside them\n";
    if (const auto problem = check_image(*image); !problem.empty())
        return fail(progress, "the record in the store does not hold: " + problem);
    // Before the file is there: nobody gets a record unwritten.
    if (const auto problem = answer_of(write_down_backup(place.store.at, inquiry)); !problem.empty())
        return fail(progress, problem);
    const auto text = write_image(*image);
    if (!record::put_file(file, text, true, replace))
        return fail(progress, file + " can't be written, or is there already");
    progress << "wrote " << text.size() << " bytes to " << file << "; accounts and passwords are not in it\n";
    return 0;
}

int restore(const record_place& to, const std::string& file, std::ostream& progress) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        progress << file << " can't be read\n";
        return 2;
    }
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto image = read_image(text);
    if (!image) return fail(progress, file + ": " + image.error());
    if (!inquiry::is_id(image->inquiry)) return fail(progress, file + ": no inquiry's id");
    if (const auto problem = check_image(*image); !problem.empty()) return fail(progress, file + ": " + problem);
    progress << "checked " << image->events.size() << " events of " << image->inquiry << "\n";
    opened_place place;
    if (const auto problem = open_place(to, true, place, progress); !problem.empty()) return fail(progress, problem);
    const auto back = put_through_store(place.store, *image);
    if (!back) return fail(progress, back.error());
    if (!is_same_record(*image, *back))
        return fail(progress, "what the store gives back differs from the file: don't use it");
    progress << "restored " << image->inquiry << " and read it back: the same. Accounts and passwords are not in it\n";
    return 0;
}

}  // namespace wenzheng::program
