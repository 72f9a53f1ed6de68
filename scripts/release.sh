#!/usr/bin/env bash
# Makes the tarball of a release: builds, checks, packs, and prints what is in it. Publishes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

refuse() {
  echo "release: $1" >&2
  exit 1
}

[ -z "$(git status --porcelain)" ] || refuse 'the tree is dirty; commit first: a release is made of what is committed.'
name=$(node -p 'require("./package.json").name')
version=$(node -p 'require("./package.json").version')
grep -qE "^## \[?${version//./\\.}\]?( |$)" CHANGELOG.md || refuse "CHANGELOG.md has no section \"## $version\"."
! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null || refuse "the tag v$version is there already."

# Of what reaches users. Where the registry cannot be asked, the last line of this says that it is still to be done.
next=''
if ! audit=$(npm audit --omit=dev 2>&1); then
  echo "$audit" >&2
  grep -q 'audit endpoint returned an error' <<<"$audit" || refuse 'npm audit has found something: see above.'
  next='npm audit --omit=dev && '
fi

# Format, lint, types, build, package exports, then all tests.
npm test
[ -z "$(git status --porcelain)" ] || refuse 'the build changed files that are committed; commit them first.'

tarball=$(npm pack --ignore-scripts --silent)
echo
echo "In $tarball, in KiB and files:"
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
