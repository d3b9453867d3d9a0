# SPDX-License-Identifier: MIT
# The core library as a CMake package: find_package(gridscope) and link gridscope::core. Its headers lie in
# include/gridscope/core, so that the lines that include them are those of this tree: #include "core/grid_sample.h".
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

target_include_directories(gridscope_core INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/gridscope>)
set_target_properties(gridscope_core PROPERTIES EXPORT_NAME core)
install(TARGETS gridscope_core EXPORT gridscope)

# All headers but those that only the library's own sources include; tests/package compiles each one alone.
install(DIRECTORY core DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gridscope FILES_MATCHING PATTERN "*.h"
        PATTERN cuda EXCLUDE PATTERN cpu EXCLUDE
        REGEX "/(c_ordered|calls|coordinates|file|mutex|npy_elements|npy_integers|npy_types|number|output_attributes|output_place|parallel|part_file|sample_math|staged_output|threads)\\.h$" EXCLUDE)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/gridscope)
install(EXPORT gridscope NAMESPACE gridscope:: FILE gridscopeTargets.cmake DESTINATION ${package_folder})
configure_package_config_file(cmake/gridscopeConfig.cmake.in ${PROJECT_BINARY_DIR}/gridscopeConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
# Before 1.0 a new minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/gridscopeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/gridscopeConfig.cmake ${PROJECT_BINARY_DIR}/gridscopeConfigVersion.cmake
        DESTINATION ${package_folder})
