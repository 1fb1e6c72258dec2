#!/bin/sh
# Install doudi from this folder, without internet. Unpack the bundle where doudi shall live, then run this file;
# PYTHON=/path/to/python chooses the interpreter. Needs Python and sha256sum, nothing else.
set -eu
cd "$(dirname "$0")"
here=$(pwd)

refuse() {
    echo "$1" >&2
    exit 2
}

[ -f BUNDLE ] && [ -f SHA256SUMS ] || refuse "安装包不完整：缺少 BUNDLE 或 SHA256SUMS，请重新解包。"
sha256sum --check --quiet --strict SHA256SUMS >/dev/null 2>&1 ||
    refuse "安装包已损坏：有文件与 SHA256SUMS 不符，请重新拷贝。没有安装任何内容。"
. ./BUNDLE
[ "$(uname -m)" = "$bundle_machine" ] ||
    refuse "这个安装包适用于 $bundle_machine，本机是 $(uname -m)；请在同类机器上重新制作。"
python=$(command -v "${PYTHON:-python$bundle_python}") ||
    refuse "本机没有 Python ${bundle_python}；请先安装，或用 PYTHON=路径 指定。"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$found" = "$bundle_python" ] ||
    refuse "这个安装包需要 Python ${bundle_python}，${python} 是 ${found}。"

# What this machine prefers (mirrors, caches) must not decide what is installed.
for name in $(env | sed -n 's/^\(\(UV\|PIP\)_[A-Z_]*\)=.*/\1/p'); do
    unset "$name"
done
export UV_NO_CONFIG=1 UV_OFFLINE=1 UV_PYTHON_DOWNLOADS=never UV_CACHE_DIR="$here/.uv/cache"

# A wheel is a zip file, so the uv of the bundle needs no installer.
rm -rf .uv
"$python" -m zipfile -e wheels/uv-*.whl .uv
uv=$(echo .uv/uv-*.data/scripts/uv)
chmod +x "$uv"
"$uv" venv --quiet --clear --python "$python" .venv
"$uv" pip install --quiet --python .venv --no-index --find-links wheels --require-hashes \
    --requirement requirements.lock --requirement requirements-install.lock
"$uv" pip install --quiet --python .venv --no-index --find-links wheels --no-deps --no-build-isolation --editable .
rm -rf .uv
echo "doudi $bundle_version 已安装：$here/.venv/bin/doudi"
