# Everything from outside, each under one name: wenzheng::NAME. Debian 12 and 13 and Ubuntu 24.04 package all of it.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
if(POLICY CMP0167)
  cmake_policy(SET CMP0167 NEW)  # BoostConfig.cmake rather than the retired module
endif()
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(spdlog REQUIRED)

pkg_check_modules(HIREDIS REQUIRED "hiredis>=0.14")
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET "libsodium>=1.0.16")
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET "prometheus-cpp-core>=1.0")
pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET "pangocairo>=1.50" "cairo>=1.16")
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET "tomlplusplus>=3.0")

# Headers only, for folders that do no input or output.
add_library(wenzheng_boost_headers INTERFACE)
target_link_libraries(wenzheng_boost_headers INTERFACE Boost::headers)
target_compile_definitions(wenzheng_boost_headers INTERFACE BOOST_ERROR_CODE_HEADER_ONLY)
add_library(wenzheng::boost_headers ALIAS wenzheng_boost_headers)

add_library(wenzheng::json ALIAS nlohmann_json::nlohmann_json)
add_library(wenzheng::sodium ALIAS PkgConfig::SODIUM)
add_library(wenzheng::tls ALIAS OpenSSL::SSL)
# GLib's own -pthread would make the precompiled headers of others unusable.
set_target_properties(PkgConfig::PANGOCAIRO PROPERTIES INTERFACE_COMPILE_OPTIONS "")
add_library(wenzheng::pango ALIAS PkgConfig::PANGOCAIRO)
add_library(wenzheng::metrics ALIAS PkgConfig::PROMETHEUS)

# <hiredis/hiredis.h>; its pkg-config flags would put the likes of <net.h> on the include path, and a macro on all of us.
add_library(wenzheng_hiredis INTERFACE)
target_link_libraries(wenzheng_hiredis INTERFACE ${HIREDIS_LINK_LIBRARIES})
find_path(HIREDIS_PARENT_DIR hiredis/hiredis.h HINTS "${HIREDIS_INCLUDEDIR}/.." REQUIRED)
get_filename_component(hiredis_parent "${HIREDIS_PARENT_DIR}" REALPATH)
if(NOT hiredis_parent STREQUAL "/usr/include")
  target_include_directories(wenzheng_hiredis SYSTEM INTERFACE "${hiredis_parent}")
endif()
add_library(wenzheng::hiredis ALIAS wenzheng_hiredis)

# toml++ compiled into its shared library where the package has one; pkg-config knows.
add_library(wenzheng_toml INTERFACE)
target_link_libraries(wenzheng_toml INTERFACE PkgConfig::TOMLPLUSPLUS)
add_library(wenzheng::toml ALIAS wenzheng_toml)

add_library(wenzheng_log INTERFACE)
target_link_libraries(wenzheng_log INTERFACE spdlog::spdlog)
add_library(wenzheng::log ALIAS wenzheng_log)

# CLI11 is headers alone, and not every package of it brings a CMake file.
add_library(wenzheng_cli INTERFACE)
find_package(CLI11 QUIET)
if(TARGET CLI11::CLI11)
  target_link_libraries(wenzheng_cli INTERFACE CLI11::CLI11)
else()
  find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp REQUIRED)
  target_include_directories(wenzheng_cli SYSTEM INTERFACE "${CLI11_INCLUDE_DIR}")
endif()
add_library(wenzheng::cli ALIAS wenzheng_cli)
