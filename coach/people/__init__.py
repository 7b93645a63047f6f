"""Who may see what about whom.

``people``      users and their managers
``sessions``, ``service_tokens``   who is signed in: people, and programs
``refusals``    failed sign-ins
``identity``    all of that as one part of the store
``tables``      the tables
``pages``       signing in and out, and who is viewing a page
"""
