#pragma once

#include <string_view>

namespace wenzheng::inquiry {

// Whether `text` is a day of the calendar, YYYY-MM-DD.
bool is_date(std::string_view text) noexcept;

}  // namespace wenzheng::inquiry
