"""One file for each change of the schema. A revision is never edited once a release contains it."""
