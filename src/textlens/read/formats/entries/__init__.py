"""Entries: the rows of a table or a list of posts as parts of one document, each with its date, its author and its title.

Columns are found by their names, in English and Chinese, and by what they hold. A cell's date is the day as it is written: its
time zone is left alone; seconds and milliseconds since 1970, which name no zone, are counted in UTC.

Left out on purpose: columns that are neither text nor date, author nor title (numbers, ids, addresses, states). A left-out
column that holds prose is named in the notes.
"""
