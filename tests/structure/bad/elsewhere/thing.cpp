// wrong: a folder that has no place in the house
#include "inquiry/ids.hpp"
