"""Outbound messages: SOAP calls that the org makes by itself when an opportunity changes, as the platform does.

``model``     a message's definition, and a notification
``envelope``  notifications → the SOAP envelope, as the platform writes it
``answer``    the receiver's answer → acknowledged, or the reason why not
``retry``     when to try again, and when to give up
``queue``     the queue of notifications, in the org's own file
``caller``    one call to a receiver
``sender``    change → queue → HTTP, on one background thread
``control``   the queue over HTTP, for tests and the demo
"""
