#!/usr/bin/env bash
# Fetches bcoin into a cache outside the repository and lets it and blockstep judge each other's
# regtest chains. README.md beside this file says what that proves.
set -euo pipefail

usage="usage: peer/run.sh BLOCKSTEP_BINARY [--chain FILE]"
[[ $# -ge 1 ]] || { echo "$usage" >&2; exit 2; }
[[ -x $1 ]] || { echo "'$1' is not a program that can be run. $usage" >&2; exit 2; }
for tool in node npm; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: install Node.js 18 or later." >&2; exit 2; }
done

here="$(cd "$(dirname "$0")" && pwd)"
cache="${BLOCKSTEP_PEER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/blockstep-peer}"

if [[ ! -f $cache/ready ]]; then
    mkdir -p "$cache"
    echo '{"private": true}' >"$cache/package.json"
    npm install --prefix "$cache" --ignore-scripts --omit=optional --no-audit --no-fund \
        --loglevel=error bcoin@1.0.2
    # The on-disk database is a native addon. The chain is kept in memory here, so that all bcoin
    # needs is something to import.
    mkdir -p "$cache/node_modules/leveldown"
    echo '{"name": "leveldown", "version": "4.0.1", "main": "stub.js"}' \
        >"$cache/node_modules/leveldown/package.json"
    echo "module.exports = () => { throw new Error('there is no database on disk here'); };" \
        >"$cache/node_modules/leveldown/stub.js"
    touch "$cache/ready"
fi

NODE_BACKEND=js BCOIN_FOLDER="$cache" exec node "$here/peer.mjs" "$@"
