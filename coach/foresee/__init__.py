"""What would happen: the same evaluation as the service's, asked before anything is done.

Pure: takes deals, libraries and what is remembered; gives explanations, previews, plans and backtests.

``form``, ``moments``   a deal as JSON that a person can write
``files``               text → deals, deals → text, every mistake with its place
``table``               the same as CSV, a row for each change of a deal
``samples``             deals that come with Coach
``explanation``         every playbook on one deal, with what would be decided
``preview``             a card as the rep will see it
``plan``                what an edited library changes on many deals
``backtest``            when playbooks would have fired in the past
``figures``             medians and percentiles
``reference``           the tables of the page that tells of all this
``reports``             all of these for people and programs
"""
