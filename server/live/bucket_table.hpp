// Token buckets by name, so many at most. Pure: the clock is handed in.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "live/token_bucket.hpp"

namespace wenzheng::live {

// Any thread. What was not asked for since as many others were is forgotten: it was full again long ago, unless
// somebody has thousands of addresses, and against those no table helps.
class bucket_table {
public:
    bucket_table(rate of, std::size_t names_max) : of_(of), half_(names_max / 2) {}

    // Takes one of that name's where there is one.
    bool take_if_any(const std::string& name, token_bucket::instant now) {
        const std::lock_guard lock(mutex_);
        return bucket_of(name).take_if_any(of_, now);
    }

    // Whether there is one, without taking it.
    bool has_any(const std::string& name, token_bucket::instant now) {
        const std::lock_guard lock(mutex_);
        auto as_if = bucket_of(name);
        return as_if.take_if_any(of_, now);
    }

    std::size_t size() {
        const std::lock_guard lock(mutex_);
        return newer_.size() + older_.size();
    }

private:
    token_bucket& bucket_of(const std::string& name) {
        const auto known = newer_.find(name);
        if (known != newer_.end()) return known->second;
        token_bucket bucket;
        if (const auto before = older_.find(name); before != older_.end()) {
            bucket = before->second;
            older_.erase(before);
        }
        if (newer_.size() >= half_) {
            older_ = std::move(newer_);
            newer_.clear();
        }
        return newer_.emplace(name, bucket).first->second;
    }

    rate of_;
    std::size_t half_;
    std::mutex mutex_;
    std::unordered_map<std::string, token_bucket> newer_;
    std::unordered_map<std::string, token_bucket> older_;
};

}  // namespace wenzheng::live
