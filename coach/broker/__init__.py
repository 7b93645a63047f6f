"""Waking workers: Celery, and the broker that carries its messages.

``broker``     Celery, set up from the settings, and the wake-up that it sends
``files``      a broker made of files in a folder, if no other is installed
``admission``  why a broker refuses messages, and waiting until it accepts us
``patient``    a worker and a scheduler that wait while a broker refuses them
``pool``       how a worker's pool processes end
"""
