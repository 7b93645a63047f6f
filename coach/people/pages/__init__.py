"""Who asks, and what they may see.

``gate``       who stands before the door: a session's cookie, or a service token
``roles``      what somebody is to Coach; ``hierarchy`` is who reports to whom, never too old
``openid``     signing in with Salesforce; ``views``: signing in and out
``settings``   what all of that needs to know
"""
