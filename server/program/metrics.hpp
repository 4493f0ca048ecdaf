// What the workers counted, as Prometheus text. No figure of a ballot is among it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "program/worker.hpp"

namespace wenzheng::program {

std::string write_metrics(const std::vector<std::unique_ptr<worker>>& workers, const net::seats& places);

}  // namespace wenzheng::program
