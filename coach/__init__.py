"""Coach puts the right two minutes of coaching on a Salesforce opportunity before the rep opens it.

Pipeline overview. Each step is logged::

    bytes ──► Event ──► Deal ──► Match ──► Decision ──► Card ──► Delivery
    intake    queue   salesforce matching  deciding     cards      channels
                                └───────────── engine ─────────────┘

``pipeline``    the product, one file per step: receive, coach, write, sweep, reconcile, check
``engine``      decides: playbooks and deals → cards and wanted deliveries; pure
``intake``      bytes → Event, one module per source
``salesforce``  sign-in and reading deals; the only package that imports simple_salesforce
``channels``    ways to reach a person, one folder each: notes on the record
``queue``       the tables of record, and how events, deals and deliveries move through them
``database``    transactions on SQLite and PostgreSQL; knows no table
``log``         the decision log that managers browse: what was decided and what came of it
``library``     the playbooks in force, and their pages
``reps``        what reps see and say: their cards and answers
``teams``       pages about teams and reps
``people``      who may sign in, and whose data they may see
``privacy``     what is kept about people, and when it is deleted
``export``      interfaces for other systems: files, the API, the feed
``operate``     health of the service, for operators and their tools
``learn``       what comes next for a rep: when a skill is asked about again; pure
``foresee``     what would happen: explain, preview, plan and backtest; pure, above the engine
``lint``        checks playbook files and reports findings to their authors
``package``     the source project that an admin deploys to Salesforce: its checks, and the object for cards
``doctor``      diagnoses what keeps Coach from working in this org: facts → findings; pure
``web``         the page layout, and the webhook endpoints; ``static``: styles and icons that all pages share
``app``         the composition root: takes the settings and wires everything
``cli``, ``tasks``   commands; Celery tasks
``config``, ``broker``   settings and the data folder; waking workers
``ports``       the interfaces that the pipeline needs from the outside world
``errors``, ``ids``, ``text``, ``logs``, ``leases``   shared basics; logging; renewal of a worker's claims
"""

__version__ = "0.1.0"
