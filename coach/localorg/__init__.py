"""A Salesforce look-alike for the demo and the tests: small, but strict where the platform is strict.

``errors``    what the platform says when it refuses, in its own words
``schema``    the objects and fields of an org, as data, and describe
``records``   storage with the platform's behaviour: ``Records`` is the one way in
``setup``     how an administrator has set the org up: switches, rights, fields
``soql``      the query language: text → tree → SQL → records in REST shape

Nothing else in the package imports it but the command line.
"""
