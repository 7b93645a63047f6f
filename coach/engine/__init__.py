"""The decision logic: pure functions over frozen data types. No databases, pages, workers or Salesforce calls here.

``evaluate``    evaluates one deal: the pure middle of the pipeline
``model``       the data types, one per arrow of the pipeline
``playbook``    YAML → Playbook: facts, operators, conditions
``matching``    Deal × Playbooks → Match, with the index and the explanation
``deciding``    Match → Decision: policy, every "no" with a named reason
``cards``       Decision → Card
``notes``       open cards → wanted notes, and the forms that a note may take
``markup``      lines → HTML, and plainer forms
``responses``   what a rep's response to a card means
``adherence``   whether a rep did what a card asks for, as far as the deal shows
``languages``   which language a text is in, how a region writes figures, and Coach's own words
``inventory``   what an org has that playbooks can name
"""
