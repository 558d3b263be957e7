# fish completion of COMMAND
function __palisade_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
    test (count $answer) -gt 0; or return
    set -l directive (string replace : '' -- $answer[-1])
    set -e answer[-1]
    # What stands before = is part of what fish replaces.
    set -l before (string match -r -- '^-[^=]*=' "$current")
    set -l typed (string replace -r -- '^-[^=]*=' '' "$current")
    if test (math "floor($directive / 16) % 2") -eq 1
        __fish_complete_directories "$typed" ''
    else if test (count $answer) -gt 0
        printf '%s\n' "$before"$answer
    else if test (math "floor($directive / 4) % 2") -eq 0
        __fish_complete_path "$typed"
    end
end
complete -c COMMAND -f -a '(__palisade_complete)'
