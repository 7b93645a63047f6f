"""What conditions come to without a deal: whether they can be true, whether one follows from another.

``facts``     all facts that conditions ask for, at once
``values``    one fact: a value that satisfies everything said of it
``stages``    stage, closed and won, which hang together
``products``  the line items, of which some or each must be so
``witness``   a clause: values for a deal on which it is true, or that there are none
``follows``   one tree from another
``deals``     a witness → a deal
``effort``    a bound on what one question may cost

Everything errs on one side: what is said to be impossible is impossible, what is said to follow follows. What would
take too long to decide counts as possible, and as not following.
"""
