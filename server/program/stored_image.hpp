// A record's image out of a store, and into one.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>
#include <memory>
#include <string>

#include "program/record_image.hpp"
#include "record/redis_connection.hpp"

namespace wenzheng::program {

// An error is in English, for whoever called the program.
template <class value>
using said = boost::system::result<value, std::string>;

// All keys at one instant, also while the inquiry is running.
boost::asio::awaitable<said<record_image>> take_image(std::shared_ptr<record::redis_connection> from,
                                                      std::string inquiry);

// All or nothing. Refused where the store holds anything of that inquiry.
boost::asio::awaitable<said<void>> put_image(std::shared_ptr<record::redis_connection> to, const record_image& image);

}  // namespace wenzheng::program
