#!/bin/sh
# Write the requirements*.lock files: every dependency with its hashes, for Linux on x86-64 and arm64, without the
# address of any registry. Keeps the versions that are locked already; UPGRADE=1 takes the newest that pyproject allows.
set -eu
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
[ -x "$uv" ] || uv=$(command -v uv) || { echo "uv is missing: run \`make run\` once, it brings uv along." >&2; exit 1; }

# What this machine prefers (mirrors, local folders of wheels) must not decide what everybody installs.
for name in $(env | sed -n 's/^\(\(UV\|PIP\)_[A-Z_]*\)=.*/\1/p'); do
    case $name in PIP_CERT) ;; *) unset "$name" ;; esac
done
[ -z "${PIP_CERT:-}" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$PIP_CERT}"
export XDG_CONFIG_HOME=/nonexistent XDG_CONFIG_DIRS=/nonexistent

compile() {  # compile LOCK ARGUMENTS...
    lock=$1
    shift
    echo "$lock"
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-config \
        --custom-compile-command "make locks" ${UPGRADE:+--upgrade} --output-file "$lock" "$@"
}

compile requirements.lock pyproject.toml
compile requirements-install.lock --group install
compile requirements-dev.lock --group dev --constraints requirements.lock
compile requirements-batch.lock --group batch --constraints requirements.lock --constraints requirements-dev.lock
compile requirements-bench.lock --group bench --constraints requirements.lock --constraints requirements-dev.lock \
    --constraints requirements-batch.lock
compile requirements-spark.lock --group spark --constraints requirements.lock --constraints requirements-batch.lock \
    --constraints requirements-bench.lock
