#include "inquiry/refusal.hpp"

#include <stdexcept>

namespace wenzheng::inquiry {

void throw_exception_from_error(const refusal& why, const boost::source_location& where) {
    throw std::logic_error("a refusal was not looked at: " + why.detail + " (" + where.file_name() + ")");
}

}  // namespace wenzheng::inquiry
