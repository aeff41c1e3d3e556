# wasl_library(NAME SOURCES... DEPENDS libraries...): one library per folder. DEPENDS is the architecture:
# a folder may include only what it lists here (tests/include_rule_test.cpp holds it to that).
function(wasl_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;MIGRATIONS" ${ARGN})
  add_library(wasl_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(wasl_${name} PUBLIC wasl_flags ${ARG_DEPENDS})
  if(ARG_MIGRATIONS)
    wasl_embed_migrations(wasl_${name} ${name} ${ARG_MIGRATIONS})
  endif()
endfunction()

# Compiles <folder>/NNNN_*.sql into the binary, as wasl::<name>::migrations().
function(wasl_embed_migrations target name folder)
  file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.sql)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${name}_migrations.cpp)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DMODULE=${name} -DOUT=${generated} "-DSCRIPTS=${scripts}"
            -P ${CMAKE_SOURCE_DIR}/cmake/EmbedMigrations.cmake
    DEPENDS ${scripts} ${CMAKE_SOURCE_DIR}/cmake/EmbedMigrations.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${generated})
  set_source_files_properties(${generated} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
endfunction()

# All sources of a folder and those below but its tests.
function(wasl_sources variable folder)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  list(FILTER found EXCLUDE REGEX "_test\\.cpp$")
  set(${variable} ${found} PARENT_SCOPE)
endfunction()
