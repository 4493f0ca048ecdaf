# Run by wenzheng_embed() at build time: OUTPUT, NAMESPACE, VARIABLE, FILES (split by |).

set(text "")
string(REPLACE "|" ";" FILES "${FILES}")
foreach(path IN LISTS FILES)
  file(READ "${path}" one)
  string(APPEND text "${one}")
endforeach()
string(FIND "${text}" ")wenzheng\"" clash)
if(NOT clash EQUAL -1)
  message(FATAL_ERROR "The text for ${OUTPUT} holds the raw string's own end")
endif()
file(WRITE "${OUTPUT}" "// Generated: do not edit.
#pragma once

#include <string_view>

namespace ${NAMESPACE} {

inline constexpr std::string_view ${VARIABLE} = R\"wenzheng(${text})wenzheng\";

}  // namespace ${NAMESPACE}
")
