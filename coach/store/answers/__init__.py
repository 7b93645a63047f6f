"""What reps say about their cards: ``answers`` keeps it, ``progress`` is how far each card is."""
