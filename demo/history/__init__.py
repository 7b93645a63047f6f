"""Eight weeks before the demo begins, lived through by the pipeline itself, with its clock and the org's moved along.

``tempers``    who the reps are: what each tends to do with a card
``habits``     a temper and a card → what the rep will say about it, and when; pure
``acts``       what a rep changes on a deal when they do what a card asks for; pure
``managers``   what managers note on a Friday, and what they come back to; pure
``hours``      a working week
``library``    what the playbooks were like in the first weeks
``cast``       who is who in the org, and whom they sell to
``org_time``   the org's clock, moved over HTTP
``reps``       what comes of intentions: responses through the store, changes through the org
``progress``   how far it is, in a line
``replay``     the loop: the org goes on, events arrive, deals are decided on, notes are written, reps respond

Nothing is put into the database from here: deals change in the org, and everything else comes
of that. It is a process of its own (``__main__``), so that the command that shows it stays light.
"""
