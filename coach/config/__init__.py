"""Coach's settings, and its data folder.

``settings``   the only module that reads the environment
``address``    normalises the address of an org, as people copy it
``private``    keeps the data folder readable for Coach's own user alone
"""
