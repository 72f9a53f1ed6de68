#!/usr/bin/env bash
# Creates the tarball of a release: builds, tests, packs, and prints its content. Publishes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "release: $1" >&2
  exit 1
}

[ -z "$(git status --porcelain)" ] || fail 'the working tree has uncommitted changes. Commit them, because a release contains committed files only.'
name=$(node -p 'require("./package.json").name')
version=$(node -p 'require("./package.json").version')
grep -qE "^## \[?${version//./\\.}\]?( |$)" CHANGELOG.md || fail "CHANGELOG.md has no section \"## $version\". Add it, or correct the version in package.json."
! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null || fail "the tag v$version already exists. Increase the version in package.json."

# Audits the dependencies that users install. If the registry is unreachable, the last line of the output repeats the command.
next=''
if ! audit=$(npm audit --omit=dev 2>&1); then
  echo "$audit" >&2
  grep -q 'audit endpoint returned an error' <<<"$audit" || fail 'npm audit reported a problem, which is printed above. Update the dependency.'
  next='npm audit --omit=dev && '
fi

# Checks format, lint, types, build and package exports, then runs all tests.
npm test
[ -z "$(git status --porcelain)" ] || fail 'the build changed committed files. Commit the changes.'

tarball=$(npm pack --ignore-scripts --silent)
echo
echo "Content of $tarball (KiB, files, path):"
tar -tvzf "$tarball" | awk '
  { split($6, part, "/"); key = part[2] (part[3] == "" ? "" : "/" (part[4] == "" ? "" : part[3] "/")) }
  { size[key] += $3; files[key]++; total += $3 }
  END {
    for (key in size) printf "%8.1f %5d  %s\n", size[key] / 1024, files[key], key | "sort -k3"
    close("sort -k3")
    printf "%8.1f %5d  unpacked\n", total / 1024, NR
  }'
echo "$(($(wc -c <"$tarball") / 1024)) KiB packed: $PWD/$tarball"
echo "Next: ${next}git tag v$version && npm publish $tarball   (of $name)"
