#include "live/login_delay.hpp"

#include <algorithm>

#include "inquiry/limits.hpp"

namespace wenzheng::live {
namespace {

std::string account_name(const std::string& account) { return "account " + account; }
std::string address_name(const std::string& address) { return "address " + address; }
// The address first: it has no space, so that nobody can be called like a pair.
std::string pair_name(const std::string& account, const std::string& address) {
    return "pair " + address + " " + account;
}

}  // namespace

login_delay::record* login_delay::known(const std::string& name) {
    for (auto* all : {&newer_, &older_})
        if (const auto found = all->find(name); found != all->end()) return &found->second;
    return nullptr;
}

std::string login_delay::name_of_account(const std::string& account, const std::string& address) {
    auto apart = pair_name(account, address);
    const auto* one = known(apart);
    return one != nullptr && one->signed_in ? apart : account_name(account);
}

login_delay::record& login_delay::find(const std::string& name) {
    if (const auto found = newer_.find(name); found != newer_.end()) return found->second;
    record kept;
    if (const auto before = older_.find(name); before != older_.end()) {
        kept = before->second;
        older_.erase(before);
    }
    if (newer_.size() >= half_) {
        older_ = std::move(newer_);
        newer_.clear();
    }
    return newer_.emplace(name, kept).first->second;
}

login_delay::instant login_delay::next_try(const record& of, int free) noexcept {
    if (of.failures <= free) return of.last;
    constexpr int doublings_max = 16;
    const auto wait = limits::login_delay_first * (1 << std::min(of.failures - free - 1, doublings_max));
    return of.last + std::min<std::chrono::steady_clock::duration>(wait, limits::login_delay_max);
}

void login_delay::forget_old(record& of, instant now) noexcept {
    if (now - of.last >= limits::login_failures_kept) of.failures = 0;
}

std::chrono::milliseconds login_delay::begin(const std::string& account, const std::string& address, instant now) {
    const std::lock_guard lock(mutex_);
    const auto name = name_of_account(account, address);
    auto by_account = find(name);
    auto by_address = address.empty() ? record{} : find(address_name(address));
    forget_old(by_account, now);
    forget_old(by_address, now);
    auto next = now;
    if (by_account.failures > 0) next = std::max(next, next_try(by_account, limits::login_failures_free));
    if (by_address.failures > 0) next = std::max(next, next_try(by_address, limits::login_failures_an_address_free));
    if (next > now) return std::chrono::ceil<std::chrono::milliseconds>(next - now);
    find(name) = {by_account.failures + 1, now, by_account.signed_in};
    if (!address.empty()) find(address_name(address)) = {by_address.failures + 1, now, false};
    return std::chrono::milliseconds::zero();
}

void login_delay::failed(const std::string& account, const std::string& address, instant now) {
    const std::lock_guard lock(mutex_);
    for (const auto& name : {name_of_account(account, address), address_name(address)})
        if (auto* one = known(name)) one->last = std::max(one->last, now);
}

void login_delay::succeeded(const std::string& account, const std::string& address, instant now) {
    const std::lock_guard lock(mutex_);
    const auto name = name_of_account(account, address);
    for (const auto& one : {name, address_name(address)}) {
        newer_.erase(one);
        older_.erase(one);
    }
    find(pair_name(account, address)) = {0, now, true};
}

void login_delay::not_tried(const std::string& account, const std::string& address) {
    const std::lock_guard lock(mutex_);
    for (const auto& name : {name_of_account(account, address), address_name(address)})
        if (auto* one = known(name)) one->failures = std::max(one->failures - 1, 0);
}

std::size_t login_delay::size() {
    const std::lock_guard lock(mutex_);
    return newer_.size() + older_.size();
}

}  // namespace wenzheng::live
