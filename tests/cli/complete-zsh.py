# SPDX-License-Identifier: GPL-2.0-or-later
"""complete-zsh.py LINE: what a zsh on a terminal makes of LINE and a Tab."""
import os
import pty
import select
import sys
import time

scmictl, srcdir = os.environ["SCMICTL"], os.environ["SRCDIR"]
SETUP = f"""PS1=; path=({os.path.dirname(scmictl)} $path)
fpath=({srcdir}/completion/zsh $fpath); autoload -U compinit; compinit -u -D
show() {{ print -r -- "<<$BUFFER>>" }}; zle -N show; bindkey '^Xb' show; print rea''dy
"""


def read_until(fd, mark, seconds=20):
    seen, end = b"", time.monotonic() + seconds
    while mark not in seen and time.monotonic() < end:
        if select.select([fd], [], [], 0.2)[0]:
            try:
                seen += os.read(fd, 4096)
            except OSError:
                break
    return seen


pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execlp("zsh", "zsh", "-f", "-i")
os.write(terminal, SETUP.encode())
read_until(terminal, b"\nready")
os.write(terminal, sys.argv[1].encode() + b"\t\x18b")
shown = read_until(terminal, b">>")
os.kill(pid, 9)
os.waitpid(pid, 0)
print(shown.partition(b"<<")[2].partition(b">>")[0].decode())
