# spanroot_room(<name> SOURCES ... [DEPENDS ...] [PRIVATE ...])
# One room of the house as a static library `spanroot_<name>`. DEPENDS is what its public headers
# need, PRIVATE what only its sources need. Headers are included from the repository's root.
# The global property SPANROOT_ROOMS lists all rooms: tests, fuzzers and benchmarks link them.
function(spanroot_room name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_library(spanroot_${name} STATIC ${ARG_SOURCES})
  target_include_directories(spanroot_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(spanroot_${name} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY SPANROOT_ROOMS spanroot_${name})
endfunction()

# spanroot_program(<name> SOURCES ... DEPENDS ...)
# An executable for users: built into bin/, and installed.
function(spanroot_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  install(TARGETS ${name})
endfunction()

# spanroot_executables(<suffix> [<library>...])
# For fuzzers and benchmarks: every *_<suffix>.cc below this folder becomes an executable of its
# name in bin/, linked with all rooms, the tests' support library and <library>.
function(spanroot_executables suffix)
  get_property(rooms GLOBAL PROPERTY SPANROOT_ROOMS)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *_${suffix}.cc)
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE spanroot_test_support ${rooms} ${ARGN})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  endforeach()
endfunction()
