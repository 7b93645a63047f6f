"""Scripts that generate files of the project which are kept in the repository."""
