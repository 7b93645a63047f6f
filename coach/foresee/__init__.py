"""What would happen: the service's own evaluation, run before anything is done.

Pure: takes deals, libraries and stored data; returns explanations, previews, plans and backtests.

``form``, ``moments``   a deal as JSON that a person can write
``files``               text → deals, deals → text, every mistake with its position
``table``               the same as CSV, one row per change of a deal
``samples``             sample deals that come with Coach
``whatif``              a deal with some facts changed
``explanation``         every playbook on one deal, with the decision
``conditions``, ``why``   why a playbook gives no card, in sentences for its author
``preview``             a card as the rep will see it
``plan``                what an edited library changes on many deals
``backtest``            when playbooks would have fired in the past
``figures``             medians and percentiles
``asked``               which deal a user's input means
``reference``           generates the tables of the documentation page
``reports``             all of these for people and programs
"""
