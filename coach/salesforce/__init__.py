"""Access to Salesforce; the only package that imports simple_salesforce.

``settings``   which org, as which user, within which limits
``signin``     one cached token, renewed once per expiry however many threads ask
``transport``  the HTTP session: timeouts, no redirects, no foreign host (``nesting``: JSON too deep to parse)
``usage``      API calls used and allowed, and the share that is ours
``lookout``    diagnoses refusals of the whole call: the address has moved, or the API version is not offered
``circuit``    a circuit breaker: the longer an org refuses everything, the less often all processes ask it
               (``limits``: which of its limits is used up)
``client``     one call: token renewal, retries, and which failures leave a doubt
``composite``  many requests in one call
``faults``     finds the fault in an answer, and translates it into a CoachError (``rulings``: the types;
               ``fault_table``: the one table from Salesforce's codes to who must act; ``status_codes``: which of
               them mean that nothing was done)
``schema``     which objects and fields the org has and shows to us (``describer`` reads them; ``readable``: a mark that
               differs once they do; ``formulas``: the fields that a formula depends on)
``inventory``  what the org has that playbooks can name: stages, products, fields; for lint
``survey``     what coach doctor reads
``capabilities`` findings about the org that are remembered for a while
``facts``      the facts of a deal, and where in the org each is stored
``deals``      opportunity ids → deals (``query``: SOQL; ``rows``: the org's JSON → deals; ``further``: fields by name;
               ``values``: single values; ``rates``: of currencies; ``may_see``: deals by name, and who may see them)
``changes``    opportunities changed since a moment → events (``beside``: changes of related records)
``edits``      who changed what on a deal (``editors``: which users are people; ``accounts``: which are us)
``people``     the org's users and their managers
``orgtime``    the org's clock
``past``       many deals at once, and deals as they stood in the past: for planning and backtests

Writing notes is in ``coach.channels.notes``; ``coach.app.org`` assembles all of it.
"""
