"""Chaos tests: real processes, faults drawn from a seed, and an oracle that reads only the org.

``plan``      schedules events and faults: a function of a seed, a length, and the database and broker
``answers``   possible answers to a write that was carried out
``places``    databases and brokers that can be copied, restored, cut off and emptied
``strike``    carries out one step of a plan on running processes
``reading``   reads the org's notes over HTTP
``oracle``    compares the notes that each record should have with those it has
``run``       a whole run: storm, quiet, judgement
``careless``  services that lose or double notes on purpose, to check that the oracle reports it
"""
