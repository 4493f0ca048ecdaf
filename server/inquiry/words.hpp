// Rules in words, as they are read out before a vote and printed beside a result. Chinese, or English for language
// "en".
#pragma once

#include <string>

#include "inquiry/definition.hpp"

namespace wenzheng::inquiry::words {

std::string verdict(const ballot_definition& ballot, const verdict_rule& rule, const std::string& language);
std::string rule(const ballot_definition& ballot, const std::string& language);

}  // namespace wenzheng::inquiry::words
