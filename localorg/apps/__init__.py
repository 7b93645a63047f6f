"""Connected apps: the programs that may sign in to the org. Setup creates them, and sign-in looks them up.

``clients``   an app, and the registry of apps
``store``     stores the apps that somebody created or changed in the org's file
``errors``    the errors of signing in
"""
