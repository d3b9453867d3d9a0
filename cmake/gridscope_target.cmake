# SPDX-License-Identifier: MIT
# What all of our targets have in common.

# gridscope_target(name): warnings, sanitizers and the include root (headers are named from the top: "core/trace.h").
function(gridscope_target name)
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  set(cxx $<COMPILE_LANGUAGE:CXX>)
  target_compile_options(${name} PRIVATE
    $<${cxx}:-Wall -Wextra -Wshadow -Wconversion -Wno-missing-field-initializers>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 sees overlapping copies in plain std::string sums (GCC bug 105651).
    target_compile_options(${name} PRIVATE $<${cxx}:-Wno-restrict>)
  endif()
  # One answer everywhere: a multiply and an add stay two operations, whatever the compiler and the machine.
  target_compile_options(${name} PUBLIC $<${cxx}:-ffp-contract=off>)
  if(GRIDSCOPE_WERROR)
    target_compile_options(${name} PRIVATE $<${cxx}:-Werror>)
  endif()
  if(GRIDSCOPE_FUZZ)
    target_compile_options(${name} PRIVATE $<${cxx}:-fsanitize=fuzzer-no-link>)  # tells the fuzzer which code ran
  endif()
  if(GRIDSCOPE_SANITIZE)
    target_compile_options(${name} PUBLIC
      $<${cxx}:-fsanitize=${GRIDSCOPE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer>)
    target_link_options(${name} PUBLIC -fsanitize=${GRIDSCOPE_SANITIZE})
  endif()
endfunction()
