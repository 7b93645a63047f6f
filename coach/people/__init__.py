"""Who may look, and at whom.

``people``      users and their managers
``sessions``, ``service_tokens``   who is signed in: people, and programs
``refusals``    sign-ins that failed
``identity``    all of that as one part of the store
``pages``       signing in and out, and who stands before a page
"""
