"""Coach puts the right two minutes of coaching on a Salesforce opportunity before the rep opens it.

The way through the house; every arrow leaves a row in the log::

    bytes ──► Event ──► Deal ──► Match ──► Decision ──► Card ──► Note
    intake    store   salesforce  rules     decide      cards    notes ──► salesforce

``pipeline``    the product on one page: receive, coach, write, sweep, reconcile
``app``         the one composition root: settings in, everything wired out; ``parts``: one part alone, for a command
``cli``, ``web``, ``tasks``   doors: commands, pages and hooks, Celery tasks
``intake``      bytes → Event, one module per source
``store``       tables, queries, migrations: the queue of record
``salesforce``  the only importer of simple_salesforce: sign-in, reading deals, writing notes
``playbook``    YAML → Playbook
``rules``       Deal × Playbooks → Match, with the index and the explanation
``decide``      Match → Decision: pure policy, every "no" has a named reason
``cards``       Decision → Card
``notes``       open cards → wanted notes, and how a note may look
``respond``     what a rep's response to a card means; ``adherence``: whether they did it, as far as the deal shows
``lint``        playbook files → what their authors should know; ``inventory``: what an org has for playbooks to name
``doctor``      what keeps Coach from working in this org: facts → findings; pure
``foresee``     what would happen: explain, preview, plan and backtest; pure, above ``evaluate``
``strays``      notes of ours in the org that the store does not know of
``evaluate``    one deal, evaluated: the pure middle of the pipeline
``languages``   which language a text is in, how a region writes figures, and Coach's own words
``model``, ``ports``, ``errors``, ``ids``, ``address``, ``text``   the words everything shares
``config``, ``logs``, ``shelf``   settings, logs, the playbooks in force
``broker``, ``file_broker``   the bell, and its files where no broker is installed
``admission``   what keeps a broker from taking messages, and waiting until it lets us in
``patient``     a worker and a scheduler that wait, and say why, while their broker refuses them
``pool``, ``keeping``   how workers end, and how they keep what they hold
``private``     the data folder, for Coach's own user alone
``static``      styles and icons that all pages share
"""

__version__ = "0.1.0"
