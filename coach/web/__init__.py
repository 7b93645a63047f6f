"""The shell of the web process: what every page and every webhook endpoint stands in.

``hooks``     the two webhook endpoints; ``bodies`` reads what they are sent
``openapi``   the description of the JSON endpoint
``viewer``    the person or program behind a request; the marks that say who may reach a view
``guard``     before any view runs; what is not marked is for nobody
``limit``     who has tried too often with what is no good
``errors``    what is answered when something goes wrong
``services``  what every page of people's coaching shares
``cached``    figures that are not asked for anew each time; ``cells``: which of them would tell about a person
``per_request``  request ids and security headers
``templates``, ``static``   what all pages are laid out in
"""
