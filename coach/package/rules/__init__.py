"""What is looked at in the source project, one module for each kind of mistake.

``files``       what a deployment would leave out or refuse: a file that no type claims, or that is broken
``references``  what names something that is nowhere
``values``      what differs by org and is replaced when it is deployed
``labels``      words that people read, in every language
``agreement``   what the project and the service must say alike
``granted``     what permission sets give: neither too little nor too much
"""
