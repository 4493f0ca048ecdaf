#include "program/simulations.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <list>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "inquiry/limits.hpp"

namespace wenzheng::program {
namespace asio = boost::asio;

namespace {

constexpr const char* cookie_variable = "WENZHENG_OPERATOR_COOKIE";
constexpr int niceness = 10;  // the evening itself comes first

// Words as exec wants them.
class word_list {
public:
    explicit word_list(std::vector<std::string> words) : words_(std::move(words)) {
        for (auto& word : words_) pointers_.push_back(word.data());
        pointers_.push_back(nullptr);
    }
    char* const* get() const { return pointers_.data(); }

private:
    std::vector<std::string> words_;
    std::vector<char*> pointers_;
};

// Ours, but for what is a secret of the server.
std::vector<std::string> environment_with(const std::string& cookie) {
    std::vector<std::string> all{std::string(cookie_variable) + "=" + cookie};
    for (char** at = environ; *at != nullptr; ++at)
        if (!std::string_view(*at).starts_with("WENZHENG_")) all.emplace_back(*at);
    return all;
}

// What the child does; only calls that are safe after fork in a program with threads.
[[noreturn]] void become(const char* program, const word_list& words, const word_list& environment, pid_t parent) {
    // There is nothing of a simulation to be saved when its server has died.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    ::setpgid(0, 0);  // a Ctrl-C at the terminal is for the server, which then stops this in order
    ::setpriority(PRIO_PROCESS, 0, niceness);
    // The server's handlers would tell the server.
    for (const int one : {SIGTERM, SIGINT, SIGPIPE}) ::signal(one, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int null = ::open("/dev/null", O_RDWR);
    if (null >= 0) {
        ::dup2(null, 0);
        ::dup2(null, 1);
    }
    ::close_range(3, ~0U, 0);  // clients' sockets
    ::execve(program, words.get(), environment.get());
    ::_exit(127);
}

// -1 on failure.
pid_t spawn(const std::string& program, const word_list& words, const word_list& environment) {
    const pid_t parent = ::getpid();
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t pid = ::fork();
    if (pid == 0) become(program.c_str(), words, environment, parent);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return pid;
}

}  // namespace

struct simulations::impl {
    struct status {
        std::size_t deputies = 0;
        std::uint64_t run = 0;
    };
    struct process {
        process(asio::io_context& context, int descriptor) : end(context, descriptor), patience(context) {}

        inquiry::inquiry_id id;
        std::uint64_t run = 0;
        pid_t pid = 0;
        asio::posix::stream_descriptor end;  // readable when the process has ended
        asio::steady_timer patience;
    };

    std::string program;
    std::string url;

    mutable std::mutex mutex;
    std::map<inquiry::inquiry_id, status> running;
    std::uint64_t runs = 0;
    bool stopping = false;

    // Of the thread below. It forks as well: PR_SET_PDEATHSIG follows the thread that did.
    asio::io_context context{1};
    std::list<process> processes;
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::thread thread;

    void launch(const inquiry::inquiry_id& id, const status& what, const std::string& cookie) {
        for (auto& old : processes)
            if (old.id == id) ::kill(old.pid, SIGKILL);
        const word_list words({"wenzheng", "rehearse", "--url", url, "--join", id.value, "--deputies",
                               std::to_string(what.deputies), "--viewers", "0", "--cookie-env", cookie_variable});
        const pid_t pid = spawn(program, words, word_list(environment_with(cookie)));
        const int descriptor = pid < 0 ? -1 : static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
        if (descriptor < 0) {
            spdlog::error("the simulation of {} can't be started", id.value);
            if (pid >= 0) {
                ::kill(pid, SIGKILL);
                ::waitpid(pid, nullptr, 0);
            }
            return forget(id, what.run);
        }
        auto& made = processes.emplace_back(context, descriptor);
        made.id = id;
        made.run = what.run;
        made.pid = pid;
        spdlog::info("{} simulated deputies for {}", what.deputies, id.value);
        const auto at = std::prev(processes.end());
        made.end.async_wait(asio::posix::stream_descriptor::wait_read,
                            [this, at](const boost::system::error_code&) { reap(at); });
    }

    void reap(std::list<process>::iterator ended) {
        int how = 0;
        ::waitpid(ended->pid, &how, 0);
        if (WIFEXITED(how))
            spdlog::info("the simulation of {} ended with {}", ended->id.value, WEXITSTATUS(how));
        else
            spdlog::info("the simulation of {} was ended", ended->id.value);
        forget(ended->id, ended->run);
        processes.erase(ended);
    }

    void forget(const inquiry::inquiry_id& id, std::uint64_t run) {
        const std::lock_guard lock(mutex);
        const auto found = running.find(id);
        if (found != running.end() && found->second.run == run) running.erase(found);
    }

    void terminate(process& one) {
        ::kill(one.pid, SIGTERM);
        one.patience.expires_after(limits::simulation_stop_timeout);
        one.patience.async_wait([this, run = one.run](const boost::system::error_code&) {
            for (auto& left : processes)
                if (left.run == run) ::kill(left.pid, SIGKILL);
        });
    }

    void kill_all() {
        for (auto& one : processes) ::kill(one.pid, SIGKILL);
        work.reset();
    }
};

simulations::simulations(std::string program) : impl_(std::make_unique<impl>()) {
    impl_->program = program.empty() ? "/proc/self/exe" : std::move(program);
    impl_->thread = std::thread([at = impl_.get()] { at->context.run(); });
}

simulations::~simulations() {
    stop_all();
    asio::post(impl_->context, [at = impl_.get()] { at->kill_all(); });
    impl_->thread.join();
}

void simulations::serve_at(std::string url) { impl_->url = std::move(url); }

net::simulation simulations::of(const inquiry::inquiry_id& id) const {
    const std::lock_guard lock(impl_->mutex);
    const auto found = impl_->running.find(id);
    if (found == impl_->running.end()) return {};
    return {true, found->second.deputies};
}

wire::result<void> simulations::start(const inquiry::inquiry_id& id, std::size_t deputies, std::string cookie) {
    impl::status what;
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->stopping) return wire::problem{"unavailable", "stopping"};
        if (impl_->running.size() >= limits::simulations && !impl_->running.contains(id))
            return wire::problem{"limit_reached", "simulations at once"};
        what = {deputies, ++impl_->runs};
        impl_->running[id] = what;
    }
    asio::post(impl_->context,
               [at = impl_.get(), id, what, cookie = std::move(cookie)] { at->launch(id, what, cookie); });
    return wire::result<void>{};
}

void simulations::stop(const inquiry::inquiry_id& id) {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->running.erase(id);
    }
    asio::post(impl_->context, [at = impl_.get(), id] {
        for (auto& one : at->processes)
            if (one.id == id) at->terminate(one);
    });
}

void simulations::stop_all() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
        impl_->running.clear();
    }
    asio::post(impl_->context, [at = impl_.get()] {
        for (auto& one : at->processes) at->terminate(one);
    });
}

}  // namespace wenzheng::program
