# Installs what is missing: Debian 12 packages, and Node 20 where Debian's own is older. Sourced after common.sh.
# A second run asks only dpkg and makes no apt call. The PostgreSQL, Redis and HAProxy servers that these packages may
# bring as system services are never used: the scripts run private ones.

SERVER_PACKAGES=(
  clang-19 libclang-rt-19-dev llvm-19 cmake ninja-build ccache mold pkg-config
  protobuf-compiler libprotobuf-dev libboost1.81-dev libboost-program-options1.81-dev libboost-url1.81-dev
  libhiredis-dev libpqxx-dev libspdlog-dev libfmt-dev libgtest-dev libgmock-dev libsodium-dev libssl-dev
  libcurl4-openssl-dev libicu-dev prometheus-cpp-dev zlib1g-dev libbrotli-dev libmimalloc-dev libzip-dev libcsv-dev
  libmagic-dev libvips-dev libseccomp-dev
  postgresql-15 redis-server redis-tools
  procps util-linux iproute2 curl ca-certificates git
)
TEST_PACKAGES=(unzip chromium fonts-dejavu-core haproxy)
BALANCER_PACKAGES=(haproxy)
NODE_DIR=$ROOT/var/node

as_root() { if is_root; then "$@"; else sudo "$@"; fi; }
apt_get() { as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -qq "$@"; }

# Names those of the given packages that are not installed.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' || true)
  comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed")
}

# Names those of the given packages that no package source offers.
unknown_packages() {
  local package
  for package in "$@"; do
    [[ $(LC_ALL=C apt-cache policy "$package" 2>/dev/null) == *"Candidate: "[!\(]* ]] || say "$package"
  done
}

# install_packages PACKAGE...
install_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    die "This machine has no apt; Wasl's scripts are made for Debian 12, elsewhere install the counterparts of: $*"
  local missing unknown log service services=()
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0

  if ! is_root; then
    command -v sudo >/dev/null ||
      die "These Debian packages are needed to build and run Wasl, and sudo is not here to install them; as root run: apt-get install ${missing[*]}"
    say "Wasl is built from Debian packages; sudo may now ask for your password to install: ${missing[*]}"
    sudo true || die "Without sudo the missing packages cannot be installed; as root run: apt-get install ${missing[*]}"
  fi
  [ "${#missing[@]}" -lt 10 ] || require_space /usr 2500 "installing the packages"

  mapfile -t unknown < <(unknown_packages "${missing[@]}")
  if [ "${#unknown[@]}" -gt 0 ]; then
    apt_get update || die "apt-get update failed; see its message above."
    mapfile -t unknown < <(unknown_packages "${missing[@]}")
    [ "${#unknown[@]}" -eq 0 ] ||
      die "No package source of this machine has ${unknown[*]}; Wasl needs Debian 12 (bookworm) with its main sources in /etc/apt."
  fi

  say "Installing ${#missing[@]} Debian packages; the first time takes a few minutes."
  case " ${missing[*]} " in *" postgresql-15 "*) forbid_system_cluster ;; esac
  for service in redis-server haproxy; do
    case " ${missing[*]} " in *" $service "*) [ ! -d /run/systemd/system ] || services+=("$service") ;; esac
  done
  log=$(mktemp)
  if ! apt_get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1; then
    # The usual cause is an old list that names files which the source has since replaced.
    apt_get update >>"$log" 2>&1 && apt_get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 || {
      tail -n 20 "$log" >&2
      rm -f "$log"
      die "apt-get could not install ${missing[*]}; its last words are above."
    }
  fi
  rm -f "$log"
  [ "${#services[@]}" -eq 0 ] || as_root systemctl disable --quiet --now "${services[@]}" || true
}

# Without this file Debian's package would make and start a cluster of its own on port 5432.
forbid_system_cluster() {
  [ ! -e /etc/postgresql-common/createcluster.conf ] || return 0
  as_root mkdir -p /etc/postgresql-common
  as_root tee /etc/postgresql-common/createcluster.conf >/dev/null <<<'create_main_cluster = false'
}

# What the web client's tools need: 20.19 or a later 20, 22.12 or later.
node_is_recent() {
  "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit((a == 20 && b >= 19) || (a == 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null
}

# Puts a recent enough node and its npm on PATH: the machine's own, else one below var/.
use_node() {
  if command -v npm >/dev/null && node_is_recent node; then return; fi
  local own=$NODE_DIR/node_modules machine
  case "$(uname -m)" in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) die "Node 20 is not made for this machine's processor ($(uname -m)); install Node 20 and npm yourself." ;;
  esac
  if ! node_is_recent "$own/.bin/node" || [ ! -e "$own/.bin/npm" ]; then
    command -v npm >/dev/null || install_packages nodejs npm
    if node_is_recent node; then return; fi
    say "Debian's Node is too old for the web client's tools: fetching Node 20 into var/node."
    mkdir -p "$NODE_DIR"
    quietly "$ROOT/var/log/node.log" npm install --prefix "$NODE_DIR" --no-audit --no-fund "node-linux-$machine@20" npm@10 ||
      die "Node 20 could not be fetched from the npm registry; install Node 20.19 or newer yourself and start again."
    node_is_recent "$own/.bin/node" || die "The Node that was fetched into var/node does not start on this machine."
  fi
  PATH=$own/.bin:$PATH
}
