# Read by the other scripts: where things are, and the steps that they share.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
build="$root/build"
binary="$build/release/wenzheng"

# Debian's chromium is what the browser tests use.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

say() { printf '• %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# A Node that scripts/setup has put into build/ comes before the system's.
if [ -x "$build/node/bin/node" ]; then PATH="$build/node/bin:$PATH"; fi

# step NAME COMMAND…: runs it with one line of progress; its output is shown when it fails, or with VERBOSE=1.
step() {
  local name="$1" started=$SECONDS log="$build/logs/${1//[^a-z0-9]/-}.log"
  shift
  mkdir -p "$build/logs"
  if [ -n "${VERBOSE:-}" ]; then
    say "$name …"
    "$@" >&2 || fail "$name did not succeed"
  elif ! "$@" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    fail "$name did not succeed"
  fi
  say "$name: $((SECONDS - started)) s"
}

# The named files' content as one number, so that a step runs again only when something changed.
fingerprint() {
  (cd "$root" && find "$@" \( -name node_modules -o -name test-results -o -name playwright-report \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

# once NAME FINGERPRINT PRODUCT COMMAND…: the step, unless it was done for this fingerprint and its product is there.
once() {
  local name="$1" print="$2" product="$3" stamp="$build/stamps/${1//[^a-z0-9]/-}"
  shift 3
  if [ -e "$product" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$print" ]; then return; fi
  step "$name" "$@"
  mkdir -p "$build/stamps"
  printf '%s\n' "$print" >"$stamp"
}

configure() { step "configure" cmake -S "$root" --preset release; }

build_web() {
  once "web build" "$(fingerprint web protocol)" "$build/web" npm --prefix "$root/web" run build
}
