#!/usr/bin/env bash
# Publish this checkout plus the executed notebooks of _build/html/notebooks as one commit on branch `notebooks`.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d _build/html/notebooks ] || { echo "Build the site first: make book" >&2; exit 1; }
rm -rf notebooks && cp -r _build/html/notebooks notebooks
git switch --quiet --force-create notebooks
git add --force notebooks
git -c user.name=deploy -c user.email=deploy@users.noreply.github.com \
  commit --quiet --message "Executed notebooks of $(git rev-parse --short HEAD)"
git push --quiet --force origin notebooks
