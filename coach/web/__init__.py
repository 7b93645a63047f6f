"""The framework of the web process, shared by all pages and webhook endpoints.

``hooks``     the two webhook endpoints; ``bodies`` reads the requests' bodies
``openapi``   the OpenAPI description of the JSON endpoint; ``apidoc`` generates such descriptions
``viewer``    the person or program behind a request; the decorators that say who may use a view
``guard``     authorisation, before any view runs; a view without a decorator is refused to everybody
``limit``     rate limit for failed authentication
``errors``    the responses for errors
``services``  what all pages about people's coaching share
``cached``    figures cached for a moment; ``cells``: which of them would reveal a person
``prose``     lines as HTML, in templates and in the API
``frame``     the words around a page, in its reader's language
``framing``   strict parsing of HTTP requests
``per_request``  request ids and security headers
``templates``, ``static``   the layout of all pages
"""
