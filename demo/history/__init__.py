"""The eight weeks before the demo: the real pipeline runs while its clock and the org's are moved along.

``tempers``    the reps' personalities: what each tends to do with a card
``habits``     a temper and a card → the rep's responses, and when; pure
``acts``       the rep's change of a deal when they do what a card asks for; pure
``managers``   managers' remarks on a Friday, and their follow-ups; pure
``hours``      working hours
``library``    earlier versions of the playbooks, for the first weeks
``cast``       the people in the org, and their customers
``org_time``   moves the org's clock over HTTP
``reps``       carries out intentions: responses through the store, changes through the org
``progress``   the progress of the simulation, as a line of output
``replay``     the loop: move the org's clock, receive events, decide, write notes, let reps respond

Decisions, cards and notes are never written directly: deals change in the org, and the pipeline does the rest. The
simulation is a separate process (``__main__``), so that the command that shows it stays light.
"""
