# SPDX-License-Identifier: GPL-2.0-or-later
# fish completion: scmictl itself knows what may come next, from the tables that its help is made of.

function __scmictl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    for line in ($program complete $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':file*'
                __fish_complete_path "$current"
            case ':dir*'
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end

complete -c scmictl -f -a '(__scmictl_complete)'
