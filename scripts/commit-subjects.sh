#!/usr/bin/env bash
# Checks the subjects of the commits since a base: imperative, at most 72 characters, no period at the end.
# Usage: scripts/commit-subjects.sh [BASE]. Default base: $COMMIT_BASE, else the upstream of the current branch.
# Without a base, and outside of a Git checkout, there is nothing to check.
set -euo pipefail
# Length in characters, not in bytes.
export LC_ALL=C.UTF-8

base=${1:-${COMMIT_BASE:-}}
[ -n "$base" ] || base=$(git rev-parse --quiet --verify --abbrev-ref '@{upstream}' 2>/dev/null) || exit 0
git rev-parse --quiet --verify "$base^{commit}" >/dev/null || {
  echo "commit-subjects: \"$base\" is not a commit. Pass a base that exists, such as origin/main." >&2
  exit 2
}

status=0
problem() {
  echo "commit-subjects: $1: \"$2\" $3" >&2
  status=1
}
while IFS=$'\t' read -r hash subject; do
  [ -n "$hash" ] || continue
  [ "${#subject}" -le 72 ] || problem "$hash" "$subject" "has ${#subject} characters. Shorten it to 72 and move details to the body."
  [[ "$subject" != *. ]] || problem "$hash" "$subject" 'ends with a period. Remove it.'
  first=${subject%% *}
  # "Fixed", "Fixes", "Fixing": other forms of a verb than the imperative. The exceptions are imperatives.
  case $first in
    Embed | Exceed | Feed | Need | Proceed | Seed | Shed | Speed | Address | Bypass | Compress | Discuss | Express | Focus | Guess | Pass | Process | Suppress | Bring | String | Ring) ;;
    A | An | The | This | No | *: | [[:upper:]]*ed | [[:upper:]]*ing | [[:upper:]]*s) problem "$hash" "$subject" "does not start with an imperative. Write \"Fix\", not \"$first\"." ;;
    [[:upper:]]*) ;;
    *) problem "$hash" "$subject" 'does not start with a capital letter. Start with an imperative, such as "Fix".' ;;
  esac
done < <(git log --no-merges --format='%h%x09%s' "$base..HEAD")
exit "$status"
