"""What a rep finds after signing in.

``open_now``  the cards open over all their deals, in the order that they matter, and what they said lately
``views``     the route
"""
