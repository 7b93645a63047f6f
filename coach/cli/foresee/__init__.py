"""Commands that look ahead, and change nothing: explain, preview, plan, backtest.

``commands``    their options; everything below is imported when one of them runs
``explain``, ``preview``, ``plan``, ``backtest``   their implementations
``context``     the playbooks and the operator's policy, with or without an org
``connect``     read-only access to the org and the database
``against``, ``revisions``   the playbooks that a plan compares with
``deals``, ``many``, ``histories``   one deal, all deals, all past states; from the org or from a file
"""
