"""The playbooks in force.

``folder``, ``revision``   reads playbooks from a folder, and determines their git commit
``registry``     the library in force in this process, watched for edits; ``words`` describes its status
``libraries``    which library is in force for all processes, kept in the database
``revisit``      applies an edit to open deals; ``past`` reads stored data of many deals, for plan and backtest
``counts``       how often each playbook was held back, and its earlier versions
``store``        all of that as one part of the store
``tables``       each release, and the texts of its playbooks
``pages``        every playbook in force with its results, and a deal to try
"""
