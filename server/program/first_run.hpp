// What a store needs before anyone can sign in, and the links that a newcomer opens first.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>
#include <string>
#include <vector>

#include "program/worker.hpp"

namespace wenzheng::program {

// On the worker's thread: waits for the store, makes the first administrator and, where asked for and nothing is there
// yet, the sample inquiry. The lines to print behind `listening`, or why the store can't be used.
boost::asio::awaitable<boost::system::result<std::vector<std::string>, std::string>> prepare_first_run(worker& on,
                                                                                                       std::string url,
                                                                                                       bool sample);

}  // namespace wenzheng::program
