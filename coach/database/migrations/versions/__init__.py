"""One file for each change of shape. A revision is never edited once a release has it."""
