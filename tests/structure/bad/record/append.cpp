#include <hiredis/hiredis.h>

#include "live/room.hpp"  // wrong
#include "record/append.hpp"
#include "version.hpp"
