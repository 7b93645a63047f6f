"""What decides: pure functions over frozen nouns. It knows nothing of databases, pages, workers or the org.

``evaluate``    one deal, evaluated: the pure middle of the pipeline
``model``       the nouns, one per arrow of the pipeline
``playbook``    YAML → Playbook: facts, operators, conditions
``matching``    Deal × Playbooks → Match, with the index and the explanation
``deciding``    Match → Decision: policy, every "no" with a named reason
``cards``       Decision → Card
``notes``       open cards → wanted notes, and how a note may look
``responses``   what a rep's response to a card means
``adherence``   whether a rep did what a card asks for, as far as the deal shows
``languages``   which language a text is in, how a region writes figures, and Coach's own words
``inventory``   what an org has for playbooks to name
"""
