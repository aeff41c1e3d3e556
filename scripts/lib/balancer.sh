# HAProxy before several nodes on this machine. Sourced after common.sh.

BALANCER_PID=

# balancer_config ADDRESS NODE...: deploy/haproxy.cfg, listening on ADDRESS in front of the NODEs (address:port each).
balancer_config() {
  local address=$1 number=0 node
  shift
  sed -e '/^  bind /d' -e '/redirect scheme/d' -e '/^  server /d' -e "/^frontend /a\\  bind $address" "$ROOT/deploy/haproxy.cfg"
  for node in "$@"; do say "  server node$((++number)) $node"; done
}

# start_balancer DATA ADDRESS NODE...
start_balancer() {
  local data=$1
  shift
  balancer_config "$@" >"$data/haproxy.cfg"
  start_child TERM "$data/log/haproxy.log" -- haproxy -db -f "$data/haproxy.cfg"
  BALANCER_PID=$child
}
