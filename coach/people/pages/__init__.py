"""Who makes a request, and what they may see.

``gate``       identifies the viewer: by a session's cookie, or by a service token
``roles``      a user's roles in Coach; ``hierarchy`` is who reports to whom, never too old
``openid``     signing in with Salesforce; ``views``: signing in and out
``settings``   the settings for all of that
"""
