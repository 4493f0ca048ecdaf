#include <hiredis/hiredis.h>  // wrong
#include <boost/beast/core.hpp>  // wrong

#include "net/http.hpp"  // wrong
#include "record/follow.hpp"
