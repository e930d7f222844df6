# SPDX-License-Identifier: GPL-2.0-or-later
# SC_WARN_CFLAGS: the warnings that this compiler knows, in WARN_CFLAGS
AC_DEFUN([SC_WARN_CFLAGS], [
	WARN_CFLAGS=
	for flag in -Wall -Wextra -Wdate-time -Wformat=2 -Wmissing-prototypes -Wold-style-definition \
		-Wpointer-arith -Wshadow -Wstrict-prototypes -Wundef -Wvla -Wwrite-strings \
		-Wno-missing-field-initializers; do
		save_CFLAGS=$CFLAGS
		CFLAGS="$CFLAGS -Werror $flag"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])], [WARN_CFLAGS="$WARN_CFLAGS $flag"])
		CFLAGS=$save_CFLAGS
	done
	AS_IF([test "x$enable_werror" = xyes], [WARN_CFLAGS="$WARN_CFLAGS -Werror"])
	AC_SUBST([WARN_CFLAGS])
])
