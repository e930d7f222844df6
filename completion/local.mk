# SPDX-License-Identifier: GPL-2.0-or-later
dist_bashcompletion_DATA = completion/bash/scmictl
dist_zshcompletion_DATA = completion/zsh/_scmictl
dist_fishcompletion_DATA = completion/fish/scmictl.fish
