#compdef COMMAND
# zsh completion of COMMAND
__palisade_complete() {
  local -a answer candidates
  local directive line word
  answer=("${(@f)$("${(Q)words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  directive=${answer[-1]#:}
  answer[-1]=()
  for line in "${answer[@]}"; do
    # A colon would end the value and begin its description.
    word=${${line%%$'\t'*}//:/\\:}
    [[ $line == *$'\t'* ]] && word+=":${line#*$'\t'}"
    candidates+=("$word")
  done
  # What stands before = is not to be replaced.
  [[ ${words[CURRENT]} == -* ]] && compset -P '*='
  if ((directive & 16)); then
    _files -/
  elif ((${#candidates})); then
    _describe COMMAND candidates
  elif ! ((directive & 4)); then
    _files
  fi
}
# As a file of $fpath it is the function itself.
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
  __palisade_complete "$@"
else
  compdef __palisade_complete COMMAND
fi
