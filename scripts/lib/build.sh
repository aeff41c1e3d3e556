# Builds the server and the web client. Sourced after common.sh; only one build of a checkout runs at a time.

# The compiler cache then serves every checkout on this machine, whatever its directory is called.
export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1

lock_builds() {
  mkdir -p "$ROOT/build"
  exec 8>"$ROOT/build/.lock"
  flock -n 8 || { say "Another build of this checkout is running; waiting for it."; attend flock 8; }
}
unlock_builds() { exec 8>&-; }

# build_server PRESET [TARGET...]: the programs are then in build/PRESET/bin.
build_server() {
  local preset=$1 dir=$ROOT/build/$1 targets=("${@:2}")
  if [ -e "$dir/build.ninja" ]; then
    say "Building the server ($preset)."
  else
    say "Building the server ($preset); the first time takes a few minutes."
    require_space "$ROOT" 3000 "a first build"
    quietly "$ROOT/build/$preset.log" env -C "$ROOT" cmake --preset "$preset" || die "The server's build ($preset) could not be configured; see above."
  fi
  quietly "$ROOT/build/$preset.log" cmake --build "$dir" ${targets:+--target "${targets[@]}"} || die "The server ($preset) does not compile; see above."
}

# One line that changes whenever a source of the web client or a protocol file does.
client_sources() {
  (cd "$ROOT" && find client-web proto \
    \( -name node_modules -o -name .svelte-kit -o -path client-web/build -o -path client-web/src/lib/gen \
    -o -path client-web/src/lib/paraglide -o \( -path 'client-web/project.inlang/*' ! -name settings.json \) \
    -o -name '*.timestamp-*' \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
}

install_client_packages() {
  local stamp=$ROOT/client-web/node_modules/.installed now
  now=$(sha256sum <"$ROOT/client-web/package-lock.json")
  [ "$(cat "$stamp" 2>/dev/null)" != "$now" ] || return 0
  say "Installing the web client's packages."
  quietly "$ROOT/build/client.log" env -C "$ROOT/client-web" npm ci --no-audit --no-fund ||
    die "The web client's packages could not be installed from the npm registry; see above."
  printf '%s\n' "$now" >"$stamp"
}

# The page that the server serves is then in client-web/build.
build_client() {
  local stamp=$ROOT/build/client.sources now
  install_client_packages
  now=$(client_sources)
  if [ -d "$ROOT/client-web/build" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then return; fi
  say "Building the web client."
  rm -f "$stamp"
  quietly "$ROOT/build/client.log" env -C "$ROOT/client-web" npm run build || die "The web client does not build; see above."
  printf '%s\n' "$now" >"$stamp"
}
