#include "live/room.hpp"
#include "record/follow.hpp"  // wrong
#  include "program/config.hpp"  // wrong
