# spanroot_embed(<target> <file> <function>)
# Compiles the bytes of <file> into <target>: `std::string_view spanroot::<function>()`, which the
# target's own sources declare. The file is read at build time, so a change to it rebuilds.
function(spanroot_embed target file function)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${function}.cc)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -D FILE=${file} -D FUNCTION=${function} -D SOURCE=${source}
            -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    DEPENDS ${file} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()

# Run as a script, this file writes the source. A byte array, since compilers limit string literals.
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  file(READ ${FILE} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  file(WRITE ${SOURCE} "#include <string_view>

namespace spanroot {
std::string_view ${FUNCTION}() {
  static constexpr char kBytes[] = {${bytes}};
  return {kBytes, sizeof(kBytes)};
}
}  // namespace spanroot
")
endif()
