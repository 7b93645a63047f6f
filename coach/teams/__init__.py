"""Coaching figures for pages about teams and reps: what was given, and the results.

``teams``      the queries of those pages, each in one transaction
``weeks``      which cards are counted, and in which week
``signals``    what a manager could talk about with each rep
``figures``    weeks, skills and held-back cards of each rep; ``scorecard`` the same of each playbook
``given``      one rep's cards
``below``      who reports to whom
``pages``      the pages of teams, reps and one-to-ones
"""
