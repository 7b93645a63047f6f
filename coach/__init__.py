"""Coach puts the right two minutes of coaching on a Salesforce opportunity before the rep opens it.

The way through the house; every arrow leaves a row in the log::

    bytes ──► Event ──► Deal ──► Match ──► Decision ──► Card ──► Delivery
    intake    queue   salesforce matching  deciding     cards      channels
                                └───────────── engine ─────────────┘

``pipeline``    the product, a file a step: receive, coach, write, sweep, reconcile, check
``engine``      what decides, from playbooks and deals to cards and wanted deliveries; pure
``intake``      bytes → Event, one module per source
``salesforce``  the only importer of simple_salesforce: sign-in, reading deals
``channels``    ways to reach a person, a folder each: notes on the record
``queue``       the tables of record, and the way of events, deals and deliveries through them
``database``    transactions on SQLite and PostgreSQL; knows no table
``log``         what was decided and what came of it, as managers look through it
``library``     the playbooks in force, and their pages
``reps``        what reps see and say: their cards and answers
``teams``       pages about teams and reps
``people``      who may look, and at whom
``privacy``     what is kept about people, and when it goes
``export``      what other systems read: files, the API, the feed
``operate``     how the service is, for operators and for their tools
``foresee``     what would happen: explain, preview, plan and backtest; pure, above the engine
``lint``        playbook files → what their authors should know
``doctor``      what keeps Coach from working in this org: facts → findings; pure
``web``         the shell of the pages, and the webhook endpoints; ``static``: styles and icons that all pages share
``app``         the one composition root: settings in, everything wired out
``cli``, ``tasks``   commands; Celery tasks
``config``, ``broker``   settings and the data folder; waking workers
``ports``       what the pipeline needs from the world
``errors``, ``ids``, ``text``, ``logs``, ``leases``   the words everything shares; logs; keeping what a worker holds
"""

__version__ = "0.1.0"
