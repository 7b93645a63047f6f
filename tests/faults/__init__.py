"""Chaos: real processes, faults drawn from a seed, and an oracle that reads the org alone.

``plan``      what happens and what goes wrong when: a function of a seed, a length and what the service runs on
``answers``   what may come back from a write that was carried out
``places``    databases and brokers that can be copied, restored, cut off and emptied
``strike``    one step of a plan, carried out on running processes
``oracle``    what each record should hold, what it holds, and the difference
``run``       a whole run: storm, quiet, judgement
``careless``  services that lose or double notes, to see that the oracle says so
"""
