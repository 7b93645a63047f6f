"""Signing in to a local org: OAuth 2.0 and OpenID Connect, with Salesforce's wording.

``grants``      the token endpoint without HTTP: form → token answer
``assertions``, ``codes``   JWT bearer assertions; authorization codes with PKCE
``keys``        the key that id tokens are signed with
``identity``    the user of a session, in three formats; OpenID discovery
``provider``    all of these in one object
``endpoints``, ``sign_in``, ``soap``   over HTTP: for programs, for people, and the retired SOAP login
"""
