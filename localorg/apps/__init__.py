"""Connected apps: the programs that may sign in to the org, as Setup makes them and sign-in asks for them.

``clients``   an app, and the registry of them
``shelf``     those that somebody made, kept in the org's file
``errors``    how sign-in refuses
"""
