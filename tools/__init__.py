"""What makes files of the project that are kept with it."""
