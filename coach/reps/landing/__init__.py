"""A rep's page after signing in.

``open_now``  the open cards on all their deals, in order of importance, and their recent responses
``views``     the route
"""
