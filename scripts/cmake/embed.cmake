# wenzheng_embed(TARGET HEADER NAMESPACE VARIABLE FILES…): makes the header HEADER, holding the files' text joined in
# the order given as `inline constexpr std::string_view NAMESPACE::VARIABLE`. It is remade when a file changes.

set(WENZHENG_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/embed_text.cmake")

function(wenzheng_embed target header namespace variable)
  set(output "${WENZHENG_GENERATED}/${header}")
  list(JOIN ARGN "|" files)  # a semicolon would be split on the way to the script
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DNAMESPACE=${namespace}" "-DVARIABLE=${variable}"
            "-DFILES=${files}" -P "${WENZHENG_EMBED_SCRIPT}"
    DEPENDS ${ARGN} "${WENZHENG_EMBED_SCRIPT}"
    COMMENT "Embedding ${header}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
