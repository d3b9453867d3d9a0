# SPDX-License-Identifier: MIT
# The OpenGL loader: glad 2 generates it at configure time from the specification that its package carries, so that
# no network is needed. Defines the target gridscope_glad.

# For OpenGL, and for OpenGL ES, which is what browsers have.
set(glad_api gl:core=3.3,gles2=3.0)
string(MAKE_C_IDENTIFIER glad_${glad_api} glad_folder)
set(glad_folder ${PROJECT_BINARY_DIR}/${glad_folder})
if(NOT EXISTS ${glad_folder}/src/gl.c)
  # Another Python may stand before the system's, which is the one that has Debian's glad.
  foreach(candidate python3 /usr/bin/python3)
    execute_process(COMMAND ${candidate} -c "import glad.generator.c" RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
    if(NOT failed)
      set(glad_python ${candidate})
      break()
    endif()
  endforeach()
  if(NOT glad_python)
    message(FATAL_ERROR "glad 2 is missing: install python3-glad (Debian, Ubuntu) or 'pip install glad2'.")
  endif()
  execute_process(
    COMMAND ${glad_python} -m glad --merge --api ${glad_api} --extensions= --reproducible --quiet --out-path ${glad_folder} c
    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE glad_errors)
  if(failed)
    message(FATAL_ERROR "glad could not generate the OpenGL loader:\n${glad_errors}")
  endif()
endif()

enable_language(C)
add_library(gridscope_glad STATIC ${glad_folder}/src/gl.c)
target_include_directories(gridscope_glad SYSTEM PUBLIC ${glad_folder}/include)
