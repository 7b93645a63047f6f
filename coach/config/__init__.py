"""What Coach is told from outside, and where it keeps its files.

``settings``   the one reader of the environment
``address``    addresses of an org, as people copy them
``private``    the data folder, for Coach's own user alone
"""
