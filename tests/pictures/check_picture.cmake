# SPDX-License-Identifier: MIT
# Makes PICTURE by `PROGRAM export ARGUMENTS` and compares it with BASELINE: an SVG byte for byte, a PNG by COMPARE.
get_filename_component(folder ${PICTURE} DIRECTORY)
file(MAKE_DIRECTORY ${folder})
separate_arguments(arguments UNIX_COMMAND "${ARGUMENTS}")
execute_process(COMMAND ${PROGRAM} export ${arguments} --output ${PICTURE} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "gridscope export ${ARGUMENTS} failed")
endif()
if(NOT HAS_BASELINE_FONTS)
  message("Skipped: the fonts of this build are not those that the baselines were made with")
  return()
endif()

if(BASELINE MATCHES "svg$")
  execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${BASELINE} ${PICTURE}
                  RESULT_VARIABLE differs OUTPUT_QUIET ERROR_QUIET)
else()
  execute_process(COMMAND ${COMPARE} ${BASELINE} ${PICTURE} RESULT_VARIABLE differs)
endif()
if(differs)
  # A notice is printed as it is; the text of an error is broken into lines, wherever the path makes it long.
  message(NOTICE "${BASELINE} is no longer what the program draws: see ${PICTURE}. "
                 "If the new picture is right: tests/pictures/refresh.sh")
  message(FATAL_ERROR "another picture")
endif()
