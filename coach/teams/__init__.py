"""What was given and what came of it, counted for pages about teams and reps.

``teams``      what those pages ask, each question one transaction
``weeks``      which cards are counted, and in which week
``figures``    weeks, skills and what was held back, of each rep; ``scorecard`` the same of each playbook
``given``      one rep's cards
``pages``      the pages of teams, reps and one-to-ones
"""
