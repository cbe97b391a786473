#!/bin/sh
# Runs a command for as long as standard input stays open.
#
#   tied.sh FOLDER COMMAND ARGUMENT...
#
# The command gets a process group of its own. Each line on standard input is a signal to send to that group; when
# standard input ends, whoever started this is gone: the whole group is killed, and FOLDER (if it is not empty), which
# nobody will clear away any more, is removed. Exits as the command did.
folder=$1
shift
exec 3<&0
setsid "$@" < /dev/null 3<&- &
command=$!
(
  while read -r name <&3; do kill -s "$name" -- "-$command" 2> /dev/null; done
  trap '' TERM
  kill -s KILL -- "-$command" 2> /dev/null
  # Until the command is gone it may still write.
  while kill -0 "$command" 2> /dev/null; do sleep 0.02; done
  case $folder in ?*) rm -rf "$folder" ;; esac
) &
watcher=$!
wait "$command"
status=$?
kill -s KILL -- "-$command" 2> /dev/null
# Ends the watcher, unless our input has ended and it has work to do.
kill "$watcher" 2> /dev/null
wait "$watcher" 2> /dev/null
exit "$status"
