// Who has guessed at passwords waits before the next try: by account, whether there is such an account or not, and by
// address. Pure: the clock is handed in.
//
// Whoever guesses from elsewhere must not lock an operator out: from where an account has signed in before, its tries
// are counted apart.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace wenzheng::live {

// Any thread; one a node. Keeps so many names at most, and forgets those first that were not tried for longest.
class login_delay {
public:
    using instant = std::chrono::steady_clock::time_point;

    explicit login_delay(std::size_t names_max) : half_(names_max / 2) {}

    // How long there is still to wait; zero: the try may be made, and counts as a failure until it is said otherwise,
    // so that many at once are no more than one after the other. An empty address is not looked at.
    std::chrono::milliseconds begin(const std::string& account, const std::string& address, instant now);
    // It was the wrong password: the wait is from now on, however long the look took.
    void failed(const std::string& account, const std::string& address, instant now);
    // It was the right password.
    void succeeded(const std::string& account, const std::string& address, instant now);
    // It could not be looked at.
    void not_tried(const std::string& account, const std::string& address);

    std::size_t size();

private:
    struct record {
        int failures = 0;
        instant last{};
        bool signed_in = false;  // once, from there
    };
    using table = std::unordered_map<std::string, record>;

    std::string name_of_account(const std::string& account, const std::string& address);
    record& find(const std::string& name);
    record* known(const std::string& name);
    static instant next_try(const record& of, int free) noexcept;
    static void forget_old(record& of, instant now) noexcept;

    std::size_t half_;
    std::mutex mutex_;
    table newer_;
    table older_;
};

}  // namespace wenzheng::live
