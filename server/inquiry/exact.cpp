#include "inquiry/exact.hpp"

namespace wenzheng::inquiry {

using boost::multiprecision::cpp_int;

std::string two_decimals(const exact& value) {
    const cpp_int hundredths = (value.numerator * 200 + value.denominator) / (value.denominator * 2);
    const cpp_int whole = hundredths / 100;
    const cpp_int rest = hundredths % 100;
    const std::string cents = rest.str();
    return whole.str() + (cents.size() == 1 ? ".0" : ".") + cents;
}

std::int64_t hundredths_above(const exact& value, std::int64_t needed) {
    const cpp_int above = (value.numerator - needed * value.denominator) * 100;
    cpp_int hundredths = above / value.denominator;
    if (above < 0 && hundredths * value.denominator != above) --hundredths;
    return hundredths.convert_to<std::int64_t>();
}

}  // namespace wenzheng::inquiry
