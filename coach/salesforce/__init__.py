"""The door to Salesforce, and the only importer of simple_salesforce.

``settings``   which org, as whom, within which limits
``signin``     one cached token, renewed once per expiry however many threads ask
``transport``  the HTTP session: timeouts, no redirects, no foreign host
``usage``      API calls used and allowed, and the share that is ours
``lookout``    what a refusal of the whole call comes from: an address that has moved, a version that is not offered
``circuit``    an org that refuses everything is asked ever less often, by all processes together (``limits``: which of
               its limits is used up)
``client``     one call: refresh, retry, and which failures leave a doubt
``composite``  many requests in one call
``faults``     what an answer complains about, and the error of ours that follows (``rulings``: the words for it;
               ``fault_table``: the one table from Salesforce's codes to who must act; ``status_codes``: which of
               them say that nothing was done)
``schema``     which objects and fields the org has, and lets us see
``findings``   what has been found out about the org and is remembered for a while
``facts``      the facts of a deal, and where in the org each stands
``deals``      opportunity ids → deals (``query``: SOQL; ``rows``: the org's JSON → deals; ``further``: fields by name)
``changes``    opportunities changed since a moment → events
``past``       many deals at once, and deals as they stood in the past: for those who plan and look back

Writing notes is ``coach.channels.notes``; ``coach.app.org`` puts all of it together.
"""
