"""Commands that look ahead, and change nothing: explain, preview, plan, backtest.

``commands``    their options; what follows is imported when one of them runs
``explain``, ``preview``, ``plan``, ``backtest``   what each does
``context``     the playbooks and the operator's policy, with or without an org
``connect``     the org and the database, for reading
``against``, ``revisions``   the playbooks that a plan starts from
``deals``, ``many``, ``histories``   a deal, all of them, all as they stood, from the org or from a file
"""
