# Writes OUT: the SQL scripts of MODULE as string literals, in the order of their numbers.
set(entries "")
list(SORT SCRIPTS)
foreach(script IN LISTS SCRIPTS)
  get_filename_component(stem ${script} NAME_WE)
  string(REGEX MATCH "^[0-9]+" digits ${stem})
  math(EXPR number "${digits}")
  file(READ ${script} sql)
  string(APPEND entries "    {\"${MODULE}\", ${number}, \"${stem}\", R\"__sql__(${sql})__sql__\"},\n")
endforeach()
file(WRITE ${OUT} "// Generated from ${MODULE}'s SQL scripts.
#include \"storage/migrations.hpp\"
namespace wasl::${MODULE} {
std::span<const storage::Migration> migrations() {
  static const storage::Migration all[] = {
${entries}  };
  return all;
}
}  // namespace wasl::${MODULE}
")
