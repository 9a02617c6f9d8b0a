#!/bin/sh
# Rebuilds the front end in a temporary folder and compares it with the committed bundle. Without Node it says so:
# Node is needed only by those who change the front end, and CI has it.
set -eu
if ! command -v npm >/dev/null; then
    echo "frontend-check: no Node here, so the committed bundle was not rebuilt (CI does it)."
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/web/static"
cp -r web/frontend "$work/web/frontend"
rm -rf "$work/web/frontend/node_modules"
(cd "$work/web/frontend" && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent build)
diff -r "$work/web/static/dist" web/static/dist && echo "frontend-check: the committed bundle is what the sources give"
