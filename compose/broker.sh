#!/usr/bin/env bash
# A private RabbitMQ node for tests and demonstrations: free ports, loopback only, everything it writes
# inside one directory, its own port mapper. The system's node, if any, is neither used nor touched.
set -euo pipefail

usage() {
  cat <<'TXT'
Usage: broker.sh COMMAND DIR [arguments]

  start DIR [--name N] [--join OTHER] [--tls] [--max-message-size BYTES] [--channel-max N]
                                start a node; writes DIR/env and prints the URL. --join makes it a member of the cluster of the
                                node in the directory OTHER, which must run; each has a name of its own
  stop DIR                      stop the node and its port mapper
  kill DIR                      end the node as a power cut would (SIGKILL); the port mapper stays where others of its
                                cluster need it
  restart DIR                   start again after stop or kill: same ports, same data
  freeze DIR | thaw DIR         stop and continue the node's process (SIGSTOP, SIGCONT)
  ctl DIR ARGUMENTS…            rabbitmqctl against the node
  eval DIR EXPRESSION           evaluate Erlang in the node and print the answer (faster than ctl eval)

Example:
  compose/broker.sh start /tmp/broker && . /tmp/broker/env && echo "$AMQP_URL"
TXT
}

# shellcheck disable=SC1091
# shellcheck source=compose/server.sh
. "$(dirname "${BASH_SOURCE[0]}")/server.sh"

# The distribution's scripts on the PATH switch to the user "rabbitmq", who may not read DIR: take the originals.
find_programs() {
  local candidate
  for candidate in "${RABBITMQ_SBIN:-}" /usr/lib/rabbitmq/bin /opt/rabbitmq/sbin /usr/local/sbin; do
    if [ -n "$candidate" ] && [ -x "$candidate/rabbitmq-server" ]; then
      programs=$candidate
      return
    fi
  done
  fail "rabbitmq-server is not installed (on Debian: apt-get install rabbitmq-server)"
}

make_certificates() {
  local tls=$1
  mkdir -p "$tls"
  local key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30)
  local name
  for name in ca stranger; do
    openssl req -x509 "${key[@]}" -keyout "$tls/$name.key" -out "$tls/$name.pem" -subj "/CN=Test $name" 2>/dev/null
  done
  for name in server client; do
    openssl req "${key[@]}" -keyout "$tls/$name.key" -out "$tls/$name.csr" -subj "/CN=localhost" 2>/dev/null
    openssl x509 -req -in "$tls/$name.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 30 \
      -extfile <(printf 'subjectAltName=DNS:localhost\n') -out "$tls/$name.pem" 2>/dev/null
  done
}

write_settings() {
  local dir=$1 name=$2 tls=$3 limits=$4 other=$5 amqp distribution mapper secure
  read -r amqp distribution mapper secure <<<"$(free_ports 4)"
  mkdir -p "$dir/home" "$dir/data" "$dir/log"
  if [ -n "$other" ]; then
    # Nodes of a cluster have one cookie and one mapper, which is the first one's.
    cp "$other/home/.erlang.cookie" "$dir/home/.erlang.cookie"
    mapper=$(sed -n 's/^export BROKER_MAPPER_PORT=//p' "$other/env")
    touch "$other/clustered"
  else
    head -c 15 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' >"$dir/home/.erlang.cookie"
  fi
  chmod 400 "$dir/home/.erlang.cookie"
  printf '[].\n' >"$dir/enabled_plugins"
  {
    printf 'listeners.tcp.1 = 127.0.0.1:%s\n' "$amqp"
    printf 'log.console = false\nlog.file.level = info\n'
    printf 'vm_memory_high_watermark.absolute = 1GiB\ndisk_free_limit.absolute = 50MB\n'
    printf 'collect_statistics_interval = 60000\n'
    printf '%s' "$limits"
    if [ "$tls" = yes ]; then
      make_certificates "$dir/tls"
      printf 'listeners.ssl.1 = 127.0.0.1:%s\n' "$secure"
      printf 'ssl_options.cacertfile = %s/tls/ca.pem\n' "$dir"
      printf 'ssl_options.certfile = %s/tls/server.pem\n' "$dir"
      printf 'ssl_options.keyfile = %s/tls/server.key\n' "$dir"
      printf 'ssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = false\n'
    fi
  } >"$dir/rabbitmq.conf"
  {
    printf 'export AMQP_URL=amqp://guest:guest@127.0.0.1:%s/\n' "$amqp"
    if [ "$tls" = yes ]; then
      printf 'export AMQPS_URL=amqps://guest:guest@localhost:%s/\n' "$secure"
      printf 'export BROKER_TLS_DIR=%q\n' "$dir/tls"
    fi
    printf 'export BROKER_NODE=%s@localhost\n' "$name"
    printf 'export BROKER_DISTRIBUTION_PORT=%s\n' "$distribution"
    printf 'export BROKER_MAPPER_PORT=%s\n' "$mapper"
    if [ -n "$other" ]; then
      printf 'export BROKER_CLUSTER=%s\n' "$(sed -n 's/^export BROKER_NODE=//p' "$other/env")"
    fi
  } >"$dir/env"
}

# Everything the node and its tools look up, pointed into DIR.
load_settings() {
  read_settings "$1"
  export HOME=$dir/home
  export RABBITMQ_NODENAME=$BROKER_NODE RABBITMQ_USE_LONGNAME=false
  export RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE=$dir/rabbitmq.conf
  export RABBITMQ_ADVANCED_CONFIG_FILE=$dir/advanced.config
  export RABBITMQ_MNESIA_BASE=$dir/data RABBITMQ_LOG_BASE=$dir/log RABBITMQ_LOGS=$dir/log/$BROKER_NODE.log
  # Not `pid`, which is this script's: the node empties its file before it fills it, and removes it when it stops.
  # Seen empty, it would make a node that is starting look like one that has ended.
  export RABBITMQ_ENABLED_PLUGINS_FILE=$dir/enabled_plugins RABBITMQ_PID_FILE=$dir/node.pid
  export RABBITMQ_DIST_PORT=$BROKER_DISTRIBUTION_PORT
  export ERL_EPMD_PORT=$BROKER_MAPPER_PORT ERL_EPMD_ADDRESS=127.0.0.1
  export ERL_CRASH_DUMP_BYTES=0
  export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 2:2 +SDcpu 2:2 +SDio 2 +A 8 -kernel inet_dist_use_interface {127,0,0,1}"
}

# A process that ended but that nobody waited for (in a container without an init) is not alive.
is_alive() {
  local state
  state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) || return 1
  [ -n "$state" ] && [ "$state" != Z ] && [ "$state" != X ]
}

is_running() {
  [ -s "$dir/pid" ] && is_alive "$(cat "$dir/pid")"
}

# Runs a program that outlives this script.
detached() {
  close_inherited
  exec setsid "$@"
}

# What is known of a start that failed; the logs go with it.
explain_start() {
  if is_running; then printf 'not ready after three minutes\n'; else printf 'its process has ended\n'; fi
  tail -n 20 "$dir/log/console"
  tail -q -n 20 "$dir/log/"*.log 2>/dev/null || true
}

# "nodedown" alone does not say whether the node has ended, is not known to its port mapper, or hangs.
explain_silence() {
  if is_running; then printf 'its process %s runs; ' "$(cat "$dir/pid")"; else printf 'its process has ended; '; fi
  epmd -port "$BROKER_MAPPER_PORT" -names 2>&1 | tr '\n' ' '
  printf '\n'
  tail -q -n 5 "$dir/log/"*.log 2>/dev/null || true
}

launch() {
  is_running && fail "the node of $dir is running already"
  local attempt
  # Sessions of their own, so that an interrupt at the terminal does not end the node under a running test.
  if [ -z "${BROKER_CLUSTER-}" ] && ! { [ -s "$dir/mapper.pid" ] && is_alive "$(cat "$dir/mapper.pid")"; }; then
    detached epmd -port "$BROKER_MAPPER_PORT" -address 127.0.0.1 </dev/null >/dev/null 2>&1 &
    echo $! >"$dir/mapper.pid"
  fi
  RABBITMQ_ALLOW_INPUT=1 detached "$programs/rabbitmq-server" -noinput </dev/null >"$dir/log/console" 2>&1 &
  echo $! >"$dir/pid"
  disown -a
  for attempt in $(seq 1 1800); do
    if grep -qs 'Server startup complete' "$dir/log/"*.log; then
      join_cluster || break
      printf '%s\n' "$AMQP_URL"
      return
    fi
    is_running || break
    sleep 0.1
  done
  explain_start >&2
  halt
  fail "the node did not start"
}

# Once: what the node knows of its cluster is then among its data.
join_cluster() {
  [ -n "${BROKER_CLUSTER-}" ] && [ ! -e "$dir/joined" ] || return 0
  local words
  for words in stop_app reset "join_cluster $BROKER_CLUSTER" start_app; do
    # shellcheck disable=SC2086
    "$programs/rabbitmqctl" -q $words >>"$dir/log/console" 2>&1 || return
  done
  touch "$dir/joined"
}

# Ends the process named in a file and waits until it is gone; a frozen one is thawed first.
end_process() {
  local file=$1 signal=$2 pid attempt
  [ -s "$file" ] || return 0
  pid=$(cat "$file")
  kill "-$signal" "$pid" 2>/dev/null || true
  kill -CONT "$pid" 2>/dev/null || true
  for attempt in $(seq 1 500); do
    is_alive "$pid" || break
    [ "$attempt" -lt 300 ] || kill -KILL "$pid" 2>/dev/null || true
    sleep 0.05
  done
  rm -f "$file"
}

# With the mapper, unless others of a cluster need it, and this node comes back.
halt() {
  end_process "$dir/pid" "${1:-TERM}"
  if [ ! -e "$dir/clustered" ] || [ "$command" = stop ]; then end_process "$dir/mapper.pid" KILL; fi
  rm -f "$dir/log/"*.log
}

read_arguments "$@"
set -- ${arguments[@]+"${arguments[@]}"}

case "$command" in
  start)
    name=broker tls=no limits='' other=''
    while [ $# -gt 0 ]; do
      case "$1" in
        --name) name=${2:?--name needs a value}; shift 2 ;;
        --tls) tls=yes; shift ;;
        --join) other=${2:?--join needs a directory}; shift 2 ;;
        --max-message-size) limits+="max_message_size = ${2:?--max-message-size needs a value}"$'\n'; shift 2 ;;
        --channel-max) limits+="channel_max = ${2:?--channel-max needs a value}"$'\n'; shift 2 ;;
        *) misused ;;
      esac
    done
    make_directory "$directory"
    absolute=$dir
    [ -e "$absolute/env" ] || write_settings "$absolute" "$name" "$tls" "$limits" "$other"
    load_settings "$absolute"
    launch
    ;;
  restart)
    load_settings "$directory"
    halt
    launch
    ;;
  stop)
    load_settings "$directory"
    halt
    ;;
  kill)
    load_settings "$directory"
    halt KILL
    ;;
  freeze)
    load_settings "$directory"
    kill -STOP "$(cat "$dir/pid")"
    ;;
  thaw)
    load_settings "$directory"
    kill -CONT "$(cat "$dir/pid")"
    ;;
  ctl)
    load_settings "$directory"
    exec "$programs/rabbitmqctl" "$@"
    ;;
  eval)
    load_settings "$directory"
    [ $# -eq 1 ] || misused
    # The answer comes back formatted, over the distribution, from a hidden node that lives for this one call.
    # A mapper that it started in place of one that is gone would live on.
    EXPRESSION=$1 erl -noinput -boot no_dot_erlang -hidden -sname "eval$$@localhost" -start_epmd false -kernel inet_dist_use_interface '{127,0,0,1}' -eval '
      Node = list_to_atom(os:getenv("BROKER_NODE")),
      {ok, Tokens, _} = erl_scan:string(os:getenv("EXPRESSION") ++ "."),
      {ok, Forms} = erl_parse:parse_exprs(Tokens),
      case rpc:call(Node, erl_eval, exprs, [Forms, []], 120000) of
        {value, Value, _} -> io:format("~tp~n", [Value]), halt(0);
        Other -> io:format(standard_error, "~tp~n", [Other]), halt(1)
      end.' || { explain_silence >&2; exit 1; }
    ;;
  *) misused ;;
esac
