"""A Salesforce look-alike for the demo and the tests: small, but strict where the platform is strict.

``errors``    what the platform says when it refuses, in its own words
``schema``    the objects and fields of an org, as data, and describe
``records``   storage with the platform's behaviour: ``Records`` is the one way in
``switches``  one switch for everything in which real orgs differ
``setup``     how an administrator has set the org up: rights, fields, permission sets
``apps``, ``sessions``   who may sign in, and who is
``soql``      the query language: text → tree → SQL → records in REST shape

A distribution of its own: it knows nothing of Coach, and Coach nothing of it.
"""
