# How the project is compiled: language level, warnings, sanitizers, compiler cache.
option(SPANROOT_TESTS "Build the tests" ON)
option(SPANROOT_BENCH "Build the benchmarks" OFF)
option(SPANROOT_FUZZ "Build the fuzzers (needs clang)" OFF)
option(SPANROOT_WERROR "Treat warnings as errors" OFF)
set(SPANROOT_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them (address,undefined or thread)")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Without this sloppiness ccache stores nothing that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)  # GCC 12: false alarms inside std::string, optimised
  add_compile_options(-Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
  if(SPANROOT_SANITIZE MATCHES thread)  # Asio's fences, of which TSan makes nothing
    add_compile_options(-Wno-tsan)
  endif()
endif()
if(SPANROOT_WERROR)
  add_compile_options(-Werror)
endif()
if(SPANROOT_SANITIZE)
  add_compile_options(-fsanitize=${SPANROOT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SPANROOT_SANITIZE})
endif()
if(SPANROOT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # coverage counters in every room
endif()

# Clang 14 has C++20's coroutines and does not say so, as the standard library and Asio ask.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
  add_compile_definitions(__cpp_impl_coroutine=201902L BOOST_ASIO_HAS_CO_AWAIT)
endif()
