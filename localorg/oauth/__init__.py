"""Signing in to a local org, as OAuth 2.0 and OpenID Connect have it and as Salesforce words it.

``grants``      the token endpoint without HTTP: a form comes in, a token answer goes out
``assertions``, ``codes``   JWT bearer assertions; authorization codes with PKCE
``keys``        the key that id tokens are signed with
``identity``    who a session belongs to, in three shapes; OpenID discovery
``provider``    all of that, put together
``endpoints``, ``sign_in``, ``soap``   over HTTP: for programs, for people, and the login that is no more
"""
