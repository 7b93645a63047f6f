"""Static reasoning about conditions, without a deal: whether they can be true, whether one follows from another.

``facts``     values for all facts that conditions compare, together
``values``    a value for one fact that satisfies all conditions on it
``stages``    stage, closed and won, which depend on each other
``products``  line items that satisfy conditions on some or on each of them
``examples``  values for a deal on which a clause is true, or that there are none
``follows``   whether one tree of conditions follows from another
``deals``     an example → a deal
``effort``    a limit on the cost of one question

Every answer errs on the safe side. If it says that something is impossible, it is; if it says that something follows,
it does. Whatever would take too long to decide counts as possible, and as not following.
"""
