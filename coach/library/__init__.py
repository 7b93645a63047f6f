"""The playbooks in force.

``folder``, ``revision``   playbooks in a folder, and which commit of them it is
``registry``     the library that is in force in this process, watched for edits; ``words`` says how that is
``libraries``    which library is in force for all processes, kept in the database
``revisit``      takes an edit to open deals; ``recollection`` is what is kept of many deals, for those who look ahead
``counts``       what came of each playbook
``store``        all that is kept, as one part of the store
``tables``       each release, and the texts of its playbooks
``pages``        every playbook in force with what came of it, and a deal to try
"""
