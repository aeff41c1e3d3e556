# Writes OUT: the SQL scripts of MODULE as string literals, in the order of their numbers.
set(entries "")
list(SORT SCRIPTS)
foreach(script IN LISTS SCRIPTS)
  get_filename_component(stem ${script} NAME_WE)
  string(REGEX MATCH "^[0-9]+" digits ${stem})
  math(EXPR number "${digits}")
  file(READ ${script} sql)
  # A literal holds at most 64 KiB everywhere; longer scripts continue in adjacent ones.
  string(LENGTH "${sql}" length)
  set(literal "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${sql}" ${at} 12000 part)
    string(APPEND literal "R\"__sql__(${part})__sql__\"\n")
    math(EXPR at "${at} + 12000")
  endwhile()
  string(APPEND entries "    {\"${MODULE}\", ${number}, \"${stem}\", ${literal}},\n")
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
