# bash completion of COMMAND
__palisade_complete() {
  local words line word typed colon='' directive answer=()
  # From the line itself: COMP_WORDS are cut at = and :.
  read -ra words <<<"${COMP_LINE:0:COMP_POINT}"
  [[ ${COMP_LINE:0:COMP_POINT} != *[[:space:]] ]] || words+=('')
  while IFS= read -r line; do answer+=("$line"); done < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
  COMPREPLY=()
  ((${#answer[@]})) || return
  directive=${answer[${#answer[@]} - 1]#:}
  unset "answer[${#answer[@]} - 1]"
  # What stands before the last = or : is not bash's to replace.
  typed=${words[${#words[@]} - 1]}
  [[ $typed != -*=* ]] || typed=${typed#*=}
  [[ $typed != *:* || $COMP_WORDBREAKS != *:* ]] || colon=${typed%"${typed##*:}"}
  for line in "${answer[@]}"; do
    word=${line%%$'\t'*}
    COMPREPLY+=("${word#"$colon"}")
  done
  # Without compopt (bash 3) files are offered where nothing else is.
  if ((directive & 4)); then
    compopt +o default 2>/dev/null
  elif ((directive & 16)); then
    compopt +o default -o dirnames 2>/dev/null
  fi
  return 0
}
complete -o default -F __palisade_complete COMMAND
