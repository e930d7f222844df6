/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "out-private.h"

struct out_table {
	struct libscols_table *table;
	struct libscols_line *line;
	const struct out_column *columns[64];
	size_t n_columns;
};

static const struct out_column *find(const struct out_column *columns, const char *name, size_t len)
{
	for (; columns->key; columns++)
		if (strlen(columns->key) == len && !strncasecmp(columns->key, name, len))
			return columns;
	return NULL;
}

const char *out_columns_check(const struct out_column *columns, const char *choice)
{
	while (choice) {
		size_t len = strcspn(choice, ",");

		if (!find(columns, choice, len))
			return choice;
		choice = choice[len] ? choice + len + 1 : NULL;
	}
	return NULL;
}

static void add_column(struct out *out, const struct out_column *column)
{
	struct out_table *t = out->table;

	if (t->n_columns == sizeof(t->columns) / sizeof(t->columns[0]))
		return;
	if (!scols_table_new_column(t->table, column->title, 0, column->right ? SCOLS_FL_RIGHT : 0))
		out->error = out->error ? out->error : -ENOMEM;
	else
		t->columns[t->n_columns++] = column;
}

void out_table_open(struct out *out, const struct out_column *columns, const char *choice)
{
	struct out_table *t = calloc(1, sizeof(*t));

	out->table = t;
	if (t)
		t->table = scols_new_table();
	if (!t || !t->table) {
		out->error = out->error ? out->error : -ENOMEM;
		return;
	}
	if (!choice) {
		for (; columns->key; columns++)
			if (!columns->hidden)
				add_column(out, columns);
		return;
	}
	while (choice) {
		size_t len = strcspn(choice, ",");
		const struct out_column *column = find(columns, choice, len);

		if (column)
			add_column(out, column);
		choice = choice[len] ? choice + len + 1 : NULL;
	}
}

void out_table_row(struct out *out)
{
	struct out_table *t = out->table;

	if (!t || !t->table)
		return;
	t->line = scols_table_new_line(t->table, NULL);
	if (!t->line)
		out->error = out->error ? out->error : -ENOMEM;
}

void out_table_cell(struct out *out, const char *key, const char *text)
{
	struct out_table *t = out->table;

	if (!t || !t->line || !key)
		return;
	for (size_t i = 0; i < t->n_columns; i++)
		if (!strcmp(t->columns[i]->key, key) && scols_line_set_data(t->line, i, text))
			out->error = out->error ? out->error : -ENOMEM;
}

void out_table_close(struct out *out)
{
	struct out_table *t = out->table;
	char *text = NULL;

	out->table = NULL;
	if (!t)
		return;
	if (t->table && !scols_table_is_empty(t->table)) {
		if (scols_print_table_to_string(t->table, &text))
			out->error = out->error ? out->error : -ENOMEM;
		if (text) {
			out_puts(out, text);
			out_putc(out, '\n');
		}
		free(text);
	}
	scols_unref_table(t->table);
	free(t);
}
