#!/usr/bin/env bash
# What action.yml runs: installs gkrules, checks, and hands over what was found. Inputs come as GKRULES_*; see action.yml.
set -euo pipefail

work=$(mktemp -d "${RUNNER_TEMP:?}/gkrules.XXXXXX")
sarif=$work/gkrules.sarif

lines() { # the lines of $1 that are not blank, into the array `found` (macOS has a bash without references)
  found=()
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [ -n "${line// /}" ]; then found+=("$line"); fi
  done <<<"$1"
}
lines "${GKRULES_PATHS:-}"
paths=(${found[@]+"${found[@]}"})
if [ "${#paths[@]}" -eq 0 ]; then paths=(.); fi
lines "${GKRULES_OPTIONS:-}"
options=(${found[@]+"${found[@]}"})

# What stands here becomes part of a requirement of pip, and of nothing else.
if [[ -n ${GKRULES_VERSION:-} && ! $GKRULES_VERSION =~ ^[0-9][0-9A-Za-z.+!-]*$ ]]; then
  echo "::error title=gkrules::version: 不是版本号 / not a version" && exit 2
fi
if [[ -n ${GKRULES_EXTRAS:-} && ! $GKRULES_EXTRAS =~ ^[a-z]+(,[a-z]+)*$ ]]; then
  echo "::error title=gkrules::extras: 应为逗号分隔的名称 / names with commas between them" && exit 2
fi
extras=${GKRULES_EXTRAS:+[$GKRULES_EXTRAS]}
if [ -n "${GKRULES_VERSION:-}" ]; then
  package="gkrules$extras==$GKRULES_VERSION"
else
  package="$(cd "${GITHUB_ACTION_PATH:?}/../.." && pwd)$extras"
fi
python3 -m venv "$work/venv"
bin=$work/venv/bin
if [ ! -d "$bin" ]; then bin=$work/venv/Scripts; fi # Windows
"$bin/python" -m pip install --quiet --disable-pip-version-check "$package"

# Whatever is printed while reports are read is text, and no command to the runner.
token=$("$bin/python" -c 'import secrets; print(secrets.token_hex(16))')
status=0
echo "::stop-commands::$token"
"$bin/gkrules" check --lang "${GKRULES_LANG:-zh}" --fail-on "${GKRULES_FAIL_ON:-error}" ${options[@]+"${options[@]}"} \
  --format sarif -o "$sarif" --format markdown -o "$work/summary.md" --format github -o "$work/annotations.txt" \
  -- "${paths[@]}" || status=$?
echo "::$token::"

# Where nothing is wrong there are no annotations, and where gkrules could not start there is no file at all.
if [ -s "$work/annotations.txt" ] && [ "${GKRULES_ANNOTATIONS:-true}" = true ]; then cat "$work/annotations.txt"; fi
if [ -s "$work/summary.md" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$work/summary.md" >>"$GITHUB_STEP_SUMMARY"; fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  if [ -s "$sarif" ]; then echo "sarif=$sarif" >>"$GITHUB_OUTPUT"; fi
  echo "status=$status" >>"$GITHUB_OUTPUT"
fi
exit "$status"
