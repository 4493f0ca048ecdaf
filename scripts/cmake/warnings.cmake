# wenzheng_options: what every target of ours is compiled with. Libraries from outside come as SYSTEM and stay silent.

add_library(wenzheng_options INTERFACE)
target_compile_options(wenzheng_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(WENZHENG_WERROR)
  target_compile_options(wenzheng_options INTERFACE -Werror)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Known to misfire on coroutine frames and on inlined library code; shown, but no reason to stop.
  target_compile_options(wenzheng_options INTERFACE
    -Wno-error=maybe-uninitialized -Wno-error=stringop-overflow -Wno-error=stringop-overread
    -Wno-error=array-bounds -Wno-error=restrict -Wno-error=free-nonheap-object -Wno-mismatched-new-delete)
endif()

# -g1 keeps line numbers in stack traces without the cost of full debug information.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g")

if(WENZHENG_SANITIZE)
  add_compile_options("-fsanitize=${WENZHENG_SANITIZE}" -fno-omit-frame-pointer -g1)
  add_link_options("-fsanitize=${WENZHENG_SANITIZE}")
  if(WENZHENG_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      add_compile_options(-fno-sanitize=function)  # its marks before functions break the code of coroutines
    endif()
  endif()
  if(WENZHENG_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Boost's fences are real; the sanitizer merely doesn't model them.
    add_compile_options(-Wno-tsan)
  endif()
endif()
