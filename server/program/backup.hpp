// `wenzheng backup` and `wenzheng restore`: one inquiry's whole record in one file, and back.
#pragma once

#include <iosfwd>
#include <string>

namespace wenzheng::program {

struct record_place {
    std::string data_dir;  // of a private Redis, running or not
    std::string redis;     // or an outer one's URL
};

// 0: done; 1: it can't be, or must not be; 2: the command line is wrong. What happens is told on `progress`.
int backup(const record_place& from, const std::string& inquiry, const std::string& file, bool replace,
           std::ostream& progress);
int restore(const record_place& to, const std::string& file, std::ostream& progress);

}  // namespace wenzheng::program
