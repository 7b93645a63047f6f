"""Bytes → Event, one module per source. Pure: nothing here knows about HTTP servers, databases or the clock.

``outbound_message``   Salesforce's SOAP messages, and the answers it understands (``soap`` reads XML safely)
``json_events``        JSON events from anybody else (``times``: the times that they name)
``signature``, ``tokens``   who may send: Standard Webhooks signatures, bearer and path tokens

All input is treated as hostile until it has been checked. Unacceptable input raises :class:`~coach.errors.Rejected`
with a sentence that never repeats what was sent.
"""
