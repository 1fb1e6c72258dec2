#!/bin/sh
# Run one step of a make target: say its name, then the seconds it took.   scripts/step.sh NAME COMMAND...
name=$1
shift
printf '\n==> %s\n' "$name"
start=$(date +%s)
"$@"
status=$?
if [ "$status" -eq 0 ]; then word='完成 done'; else word='失败 FAILED'; fi
printf '==> %s: %s (%s s)\n' "$name" "$word" "$(($(date +%s) - start))"
exit "$status"
