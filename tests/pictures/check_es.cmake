# SPDX-License-Identifier: MIT
# cmake -D PROGRAM=... -D DRAW=... -D COMPARE=... -D SCENE=... -D FOLDER=... -P check_es.cmake
# A scene looks the same by OpenGL ES 3.0, which is what browsers have, as by the program's OpenGL 3.3.
file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${DRAW} ${SCENE} ${FOLDER}/es.png RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(code EQUAL 77)
  message("${said}")
  return()
endif()
if(NOT code EQUAL 0 OR NOT said MATCHES "#version 300 es")
  message(FATAL_ERROR "draw_by_es ended with ${code}: ${said}")
endif()
execute_process(COMMAND ${PROGRAM} export --scene ${SCENE} --output ${FOLDER}/gl.png RESULT_VARIABLE code
                ERROR_VARIABLE said)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "the program ended with ${code}: ${said}")
endif()
execute_process(COMMAND ${COMPARE} ${FOLDER}/gl.png ${FOLDER}/es.png RESULT_VARIABLE code OUTPUT_VARIABLE said)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "OpenGL ES draws ${SCENE} otherwise: ${said}")
endif()
