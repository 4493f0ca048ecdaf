#include "record/private_redis.hpp"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "inquiry/limits.hpp"
#include "record/store_marker.hpp"

namespace wenzheng::record {
namespace {

namespace fs = std::filesystem;
using clock = std::chrono::steady_clock;

// Redis, once it has loaded its data, gives up by itself for one reason alone: under `appendfsync always` an fsync or a
// write of its log has failed. One that is killed ends by a signal, and one that is asked to go ends with 0. The line
// that it writes about the disk is not looked for: it goes to that same disk.
bool gave_up(int status) { return WIFEXITED(status) && WEXITSTATUS(status) != 0; }

// Written where the log can't be read to its end; a last command that is half there is cut off instead, because under
// `always` nobody has had an answer to it.
constexpr std::array<std::string_view, 4> damage_errors{
    "Bad file format reading the append only file", "Error reading the append only file",
    "Unexpected end of file reading the append only file", "Error parsing the AOF"};

constexpr const char* log_manifest = "appendonlydir/appendonly.aof.manifest";

std::vector<std::string> command_line() {
    return {"redis-server",
            "--port",
            "0",
            "--unixsocket",
            "redis.sock",
            "--unixsocketperm",
            "700",
            "--dir",
            ".",
            "--pidfile",
            "redis.pid",
            "--logfile",
            "redis.log",
            "--daemonize",
            "no",
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--no-appendfsync-on-rewrite",
            "no",
            "--auto-aof-rewrite-percentage",
            "0",
            "--maxmemory-policy",
            "noeviction",
            "--timeout",
            "0",
            "--tcp-keepalive",
            "0",
            "--stop-writes-on-bgsave-error",
            "no"};
}

// -1 on failure. The child dies with this program, so that a killed server leaves no Redis behind.
pid_t spawn_redis(int directory) {
    auto words = command_line();
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    // Only calls that are safe after fork in a program with threads.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(1);
    ::setpgid(0, 0);  // a Ctrl-C at the terminal is for the server, which then stops Redis in order
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (::fchdir(directory) != 0) ::_exit(1);
    const int null = ::open("/dev/null", O_RDWR);
    if (null >= 0) {
        ::dup2(null, 0);
        ::dup2(null, 1);
        ::dup2(null, 2);
    }
    ::execvp(argv[0], argv.data());
    ::_exit(127);
}

enum class answer { ready, loading, none };

answer ask(const std::string& socket) {
    const timeval patience{1, 0};
    redisContext* context = ::redisConnectUnixWithTimeout(socket.c_str(), patience);
    if (context == nullptr) return answer::none;
    auto result = answer::none;
    if (context->err == 0) {
        ::redisSetTimeout(context, patience);
        if (auto* reply = static_cast<redisReply*>(::redisCommand(context, "PING"))) {
            result = reply->type == REDIS_REPLY_ERROR ? answer::loading : answer::ready;
            ::freeReplyObject(reply);
        }
    }
    ::redisFree(context);
    return result;
}

bool ended_within(pid_t pid, std::chrono::milliseconds patience, bool child) {
    const auto until = clock::now() + patience;
    while (true) {
        const bool gone = child ? ::waitpid(pid, nullptr, WNOHANG) != 0 : ::kill(pid, 0) != 0;
        if (gone) return true;
        if (clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

void end_process(pid_t pid, bool child) {
    ::kill(pid, SIGTERM);
    if (ended_within(pid, limits::private_redis_stop_timeout, child)) return;
    ::kill(pid, SIGKILL);
    ended_within(pid, limits::private_redis_stop_timeout, child);
}

// The Redis of an earlier run that still holds this directory, or 0. Its working directory tells whose it is.
pid_t orphan_in(const fs::path& directory) {
    std::ifstream file(directory / "redis.pid");
    pid_t pid = 0;
    if (!(file >> pid) || pid <= 1) return 0;
    std::error_code error;
    const auto proc = fs::path("/proc") / std::to_string(pid);
    if (!fs::equivalent(proc / "cwd", directory, error) || error) return 0;
    std::ifstream comm(proc / "comm");
    std::string name;
    std::getline(comm, name);
    return name.find("redis") == std::string::npos ? 0 : pid;
}

}  // namespace

struct private_redis::impl {
    fs::path directory;
    int directory_fd = -1;
    int lock_fd = -1;
    std::string socket;  // through /proc/self/fd: a socket's own path may be at most 107 bytes
    std::atomic<pid_t> pid{0};
    std::mutex mutex;
    std::string trouble;
    std::condition_variable wake;
    bool stopping = false;
    std::thread watcher;

    ~impl() {
        if (directory_fd >= 0) ::close(directory_fd);
        if (lock_fd >= 0) ::close(lock_fd);
    }

    // The error in English, or empty.
    std::string claim(const std::string& data_dir) {
        std::error_code error;
        fs::create_directories(data_dir, error);
        directory = fs::canonical(data_dir, error);
        if (error) return "the data directory can't be made: " + error.message();
        directory_fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        lock_fd = ::open((directory / "wenzheng.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (directory_fd < 0 || lock_fd < 0)
            return "the data directory can't be opened: " + std::string(std::strerror(errno));
        if (::flock(lock_fd, LOCK_EX | LOCK_NB) != 0) return "another wenzheng holds this data directory";
        socket = "/proc/self/fd/" + std::to_string(directory_fd) + "/redis.sock";
        return {};
    }

    // Stays what it was first.
    void set_trouble(std::string what) {
        const std::lock_guard lock(mutex);
        if (trouble.empty()) trouble = std::move(what);
    }

    bool log_is_there() const { return ::faccessat(directory_fd, log_manifest, F_OK, 0) == 0; }

    // A record was begun here, and what it was written to is no longer there.
    bool is_emptied() const {
        std::error_code error;
        return fs::exists(private_marker(directory), error) && !log_is_there();
    }

    std::string why_not_started(std::uintmax_t log_from) {
        const auto log = log_since(log_from);
        for (const auto& one : damage_errors) {
            if (log.find(one) == std::string::npos) continue;
            set_trouble("store_damaged");
            return "the record in " + directory.string() +
                   " is damaged, and Redis will not read it. Nothing was changed. Keep a copy of the directory, and "
                   "restore a backup into an empty one (wenzheng restore):\n" +
                   log;
        }
        return "Redis did not start:\n" + log;
    }

    // Waits until a new process has loaded its data. The error in English, or empty.
    std::string launch() {
        if (const pid_t orphan = orphan_in(directory)) end_process(orphan, false);
        std::error_code ignored;
        fs::remove(directory / "redis.sock", ignored);
        const auto log_from = log_size();
        const pid_t started = spawn_redis(directory_fd);
        if (started < 0) return "Redis can't be started: " + std::string(std::strerror(errno));
        const auto until = clock::now() + limits::private_redis_start_timeout;
        while (clock::now() < until && !is_stopping()) {
            int status = 0;
            if (::waitpid(started, &status, WNOHANG) == started) {
                if (WIFEXITED(status) && WEXITSTATUS(status) == 127) return "redis-server is not installed";
                return why_not_started(log_from);
            }
            if (ask(socket) == answer::ready) {
                pid = started;
                return {};
            }
            std::unique_lock lock(mutex);
            wake.wait_for(lock, std::chrono::milliseconds(10), [this] { return stopping; });
        }
        end_process(started, true);
        return "Redis did not get ready in time";
    }

    bool is_stopping() {
        const std::lock_guard lock(mutex);
        return stopping;
    }

    bool has_trouble() {
        const std::lock_guard lock(mutex);
        return !trouble.empty();
    }

    std::uintmax_t log_size() const {
        std::error_code error;
        const auto size = fs::file_size(directory / "redis.log", error);
        return error ? 0 : size;
    }

    std::string log_since(std::uintmax_t from) const {
        std::ifstream file(directory / "redis.log");
        file.seekg(static_cast<std::streamoff>(from));
        return {std::istreambuf_iterator<char>(file), {}};
    }

    // On a thread of its own: a dead child is started again at once, one that can't start with growing pauses.
    void watch() {
        auto pause = std::chrono::milliseconds(limits::store_retry_min);
        while (!is_stopping()) {
            if (pid != 0) {
                int status = 0;
                if (::waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
                pid = 0;
                if (is_stopping()) return;
                if (gave_up(status)) set_trouble("disk_failed");
                if (is_emptied()) set_trouble("store_emptied");
            }
            if (!has_trouble() && launch().empty()) {
                pause = limits::store_retry_min;
                continue;
            }
            if (has_trouble()) return;
            std::unique_lock lock(mutex);
            wake.wait_for(lock, pause, [this] { return stopping; });
            pause = std::min<std::chrono::milliseconds>(pause * 2, limits::store_retry_max);
        }
    }

    void stop() {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
        }
        wake.notify_all();
        // The watcher reaps the child: only signals from here.
        if (const pid_t running = pid; running != 0) {
            ::kill(running, SIGTERM);
            const auto until = clock::now() + limits::private_redis_stop_timeout;
            while (pid == running && clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(5));
            if (pid == running) ::kill(running, SIGKILL);
        }
        if (watcher.joinable()) watcher.join();
        if (const pid_t left = pid; left != 0) end_process(left, true);
    }
};

private_redis::private_redis(std::unique_ptr<impl> made) : impl_(std::move(made)) {}

private_redis::~private_redis() {
    if (impl_) impl_->stop();
}

boost::system::result<std::unique_ptr<private_redis>, std::string> private_redis::start(const std::string& data_dir,
                                                                                        emptied where_emptied) {
    using result = boost::system::result<std::unique_ptr<private_redis>, std::string>;
    auto made = std::make_unique<impl>();
    auto problem = made->claim(data_dir);
    if (problem.empty() && where_emptied == emptied::refuse && made->is_emptied())
        problem = emptied_error(made->directory, private_marker(made->directory));
    if (!problem.empty()) return result{boost::system::in_place_error, std::move(problem)};
    // The watching thread starts the process itself: PR_SET_PDEATHSIG follows the thread that forked.
    std::mutex mutex;
    std::condition_variable told;
    bool done = false;
    auto& at = *made;
    made->watcher = std::thread([&at, &mutex, &told, &done, &problem] {
        auto why = at.launch();
        const bool started = why.empty();
        {
            const std::lock_guard lock(mutex);
            problem = std::move(why);
            done = true;
            told.notify_one();
        }
        if (started) at.watch();
    });
    {
        std::unique_lock lock(mutex);
        told.wait(lock, [&] { return done; });
    }
    if (!problem.empty()) {
        at.stop();
        return result{boost::system::in_place_error, std::move(problem)};
    }
    return result{boost::system::in_place_value, std::unique_ptr<private_redis>(new private_redis(std::move(made)))};
}

redis_endpoint private_redis::endpoint() const {
    redis_endpoint at;
    at.unix_path = impl_->socket;
    return at;
}

// A directory that was taken away under a running Redis leaves it writing to files that nobody will find again.
std::string private_redis::trouble() const {
    const bool running = impl_->pid != 0;
    if (running && !impl_->log_is_there()) impl_->set_trouble("store_emptied");
    const std::lock_guard lock(impl_->mutex);
    return impl_->trouble;
}

}  // namespace wenzheng::record
