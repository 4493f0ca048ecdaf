// What is wrong with something that came in: a code of protocol/README.md and a sentence for developers and logs.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "inquiry/refusal.hpp"

namespace wenzheng::wire {

struct problem {
    std::string code;
    std::string message;
};

template <class value>
using result = boost::system::result<value, problem>;

[[noreturn]] inline void throw_exception_from_error(const problem& what, const boost::source_location&) {
    throw std::logic_error("a problem was not looked at: " + what.code + " " + what.message);
}

// The wire's name of a refusal; one list, in codes.cpp.
std::string_view name_of(inquiry::refusal_code code) noexcept;

// The refusal that the wire calls so; `unavailable` for a name that is none.
inquiry::refusal_code code_named(std::string_view name) noexcept;

problem to_problem(const inquiry::refusal& why);

}  // namespace wenzheng::wire
