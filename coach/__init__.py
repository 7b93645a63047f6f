"""Coach puts the right two minutes of coaching on a Salesforce opportunity before the rep opens it.

The way through the house; every arrow leaves a row in the log::

    bytes ──► Event ──► Deal ──► Match ──► Decision ──► Card ──► Note
    intake    store   salesforce matching  deciding     cards    notes ──► salesforce

``pipeline``    the product on one page: receive, coach, write, sweep, reconcile
``app``         the one composition root: settings in, everything wired out; ``parts``: one part alone, for a command
``cli``, ``web``, ``tasks``   doors: commands, pages and hooks, Celery tasks
``intake``      bytes → Event, one module per source
``store``       tables, queries, migrations: the queue of record
``salesforce``  the only importer of simple_salesforce: sign-in, reading deals, writing notes
``engine``      what decides, from playbooks and deals to cards and notes; pure
``lint``        playbook files → what their authors should know
``doctor``      what keeps Coach from working in this org: facts → findings; pure
``foresee``     what would happen: explain, preview, plan and backtest; pure, above the engine
``strays``      notes of ours in the org that the store does not know of
``ports``, ``errors``, ``ids``, ``address``, ``text``   the words everything shares
``config``, ``logs``, ``shelf``   settings, logs, the playbooks in force
``broker``, ``file_broker``   the bell, and its files where no broker is installed
``admission``   what keeps a broker from taking messages, and waiting until it lets us in
``pool``, ``keeping``   how workers end, and how they keep what they hold
``private``     the data folder, for Coach's own user alone
``static``      styles and icons that all pages share
"""

__version__ = "0.1.0"
