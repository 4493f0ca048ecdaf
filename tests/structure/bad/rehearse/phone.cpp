#include <spdlog/spdlog.h>  // wrong

#include "net/http.hpp"  // wrong
#include "wire/json.hpp"
