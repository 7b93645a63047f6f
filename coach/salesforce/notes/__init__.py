"""Writing notes: many to a call where the org takes that, one by one where it does not.

``draft``    a note on its way: what is known of it so far
``rungs``    the ways to send notes' contents, from the widest to the narrowest
``links``    the same for the links that hang notes on records
``ladder``   chooses the rung, steps down, and finds the one note that spoils a batch
``writer``   pieces of work → receipts: contents, then links, then whatever was there already
``receipts`` how a fault reads on a receipt
``find``     finding notes again
``remove``   taking notes off their records
"""
