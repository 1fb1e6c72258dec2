#!/bin/sh
# Print the name of a Python that is new enough, or say what is missing. PYTHON=... is tried first.
for python in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14 python3.15 python3.16; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$python"
        exit 0
    fi
done
echo "doudi 需要 Python 3.11 或更新的版本。Debian 12 及以后：apt-get install python3 python3-venv。" >&2
echo "doudi needs Python 3.11 or later. On Debian 12 or later: apt-get install python3 python3-venv." >&2
exit 1
