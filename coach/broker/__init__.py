"""Waking workers: Celery, and what carries its messages.

``broker``     Celery, set up from the settings, and the wake-up that it sends
``files``      messages in a folder, where no broker is installed
``admission``  what keeps a broker from taking messages, and waiting until it lets us in
``patient``    a worker and a scheduler that wait while a broker refuses them
``pool``       how workers end
"""
