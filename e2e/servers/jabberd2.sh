#!/bin/sh
# Runs the three parts of jabberd2 from the configuration in a folder, each once the one before is ready; "rooms" as the
# second argument: those of jabber-muc, too.
cd "$1" || exit 1
ready() { # LOG TEXT PID
  until grep -q "$2" "$1" 2> /dev/null; do
    kill -0 "$3" || exit 1
    sleep 0.02
  done
}
rm -f router.log sm.log c2s.log
trap : TERM INT
jabberd2-router -c "$1"/router.xml &
router=$!
ready router.log 'listening for incoming connections' "$router"
jabberd2-sm -c "$1"/sm.xml &
sm=$!
ready sm.log 'sm ready' "$sm"
muc=
if [ "$2" = rooms ]; then
  mu-conference -c "$1"/muc.xml > muc-output.log 2>&1 &
  muc=$!
  ready router.log "\[conference\..*online" "$muc"
fi
jabberd2-c2s -c "$1"/c2s.xml &
c2s=$!
wait "$c2s"
# A signal ends the waiting; it has gone to the parts as well.
kill "$c2s" $muc "$sm" "$router" 2> /dev/null
wait
