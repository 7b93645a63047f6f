"""What reps see and say: their cards and their responses.

``answers``     stores a rep's responses to a card; the queue tracks its progress (``coach.queue.progress``)
``card``        the page of a card: read it and respond
``landing``     a rep's page after signing in
``inbox``       reps' comments on a playbook, for the people responsible for it
``stored``, ``responses``, ``written``   reads cards, responses and words of reps from the database
"""
