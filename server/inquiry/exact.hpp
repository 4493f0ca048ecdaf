// Exact fractions for scores, and how they are written.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <string>

namespace wenzheng::inquiry {

// numerator / denominator, the denominator above 0; not reduced.
struct exact {
    boost::multiprecision::cpp_int numerator = 0;
    boost::multiprecision::cpp_int denominator = 1;
};

// Two decimals, rounded half up. The value is not negative.
std::string two_decimals(const exact& value);

// Hundredths by which `value` is above (≥ 0) or short of (< 0) `needed` whole points, rounded down.
std::int64_t hundredths_above(const exact& value, std::int64_t needed);

}  // namespace wenzheng::inquiry
