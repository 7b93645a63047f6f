"""A Salesforce look-alike for the demo and the tests: small, but as strict as the platform.

``errors``    the platform's error messages, in its own words
``schema``    the objects and fields of an org, as data, and the describe results
``records``   storage with the platform's behaviour; every access goes through ``Records``
``switches``  one switch for each way in which real orgs differ
``setup``     the org's configuration by its administrator: rights, fields, permission sets
``apps``, ``sessions``   which programs may sign in, and who is signed in
``soql``      the query language: text → tree → SQL → records in REST shape

It is a separate distribution. Neither it nor Coach imports the other.
"""
