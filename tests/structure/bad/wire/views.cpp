#include <boost/asio/awaitable.hpp>  // wrong
#include <nlohmann/json.hpp>
#include <sodium.h>

#include "inquiry/state.hpp"
#include "record/append.hpp"  // wrong
#include "views.hpp"          // wrong
