"""What reps see and say: their cards, and what comes of them.

``answers``     what a rep says about a card, kept; how far each card is, is the queue's (``coach.queue.progress``)
``card``        the page of a card: read it, and say what came of it
``landing``     what a rep finds after signing in
``inbox``       what reps wrote about a playbook, for whom it is
``kept``, ``responses``, ``written``   cards, responses and words of reps, as they were kept
"""
