#pragma once

#include <chrono>
#include <fstream>  // wrong
#include <string>

#include <boost/system/result.hpp>
#include <nlohmann/json_fwd.hpp>  // wrong

#include "inquiry/ids.hpp"
#include "wire/json.hpp"  // wrong

inline auto now() { return std::chrono::system_clock::now(); }  // wrong
