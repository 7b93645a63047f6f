"""What reps wrote, and who reads it."""
