#!/bin/sh
# Runs a command for as long as standard input stays open.
#
#   tied.sh COMMAND ARGUMENT...
#
# The command gets a process group of its own. Each line on standard input is a signal to send to that group; when
# standard input ends, whoever started this is gone, and the whole group is killed. Exits as the command did.
exec 3<&0
setsid "$@" < /dev/null 3<&- &
command=$!
(
  while read -r name <&3; do kill -s "$name" -- "-$command" 2> /dev/null; done
  kill -s KILL -- "-$command" 2> /dev/null
) &
watcher=$!
wait "$command"
status=$?
kill -s KILL -- "-$command" 2> /dev/null
kill "$watcher" 2> /dev/null
wait "$watcher" 2> /dev/null
exit "$status"
