"""The REST API of a local org, and how to use it with programs that were written for Salesforce.

``reception``    HTTP → a call: checks sizes, session and body
``gateway``      counts each call, applies the faults, answers
``sabotage``     simulates faults between a client and the API
``messages``     a call and its answer, independent of HTTP
``router``       path → resource, for calls and for parts of composites
``api``          the table of all resources
``resources``, ``sobjects``, ``deletions``, ``queries``, ``columns``, ``cursors``, ``reading``   one record, one query
``collections``, ``composite``, ``parts``, ``references``, ``graph``, ``batch``, ``tree``, ``atomic``   many at once
``writes``, ``gate``   every write of a client: why the org may refuse it, and the caller's rights
``derived``, ``allowances``, ``connect``   the org's metadata: fields, permissions, limits, features, layouts
``bodies``, ``encoding``, ``failures``   JSON in, JSON out, errors

Signing in, if the org runs at ``http://127.0.0.1:8081`` (``coach localorg``):

A session id for scripts; the integration user's client is ``coach.local.integration``, ``local-integration-secret``::

    curl http://127.0.0.1:8081/services/oauth2/token -d grant_type=client_credentials \\
         -d client_id=coach.local.admin -d client_secret=local-admin-secret

The ``sf`` command line, as it comes, with a session id, through the browser, or with a key of its own::

    SF_ACCESS_TOKEN=00D…!… sf org login access-token --instance-url http://127.0.0.1:8081 --alias local --no-prompt
    sf org login web --instance-url http://127.0.0.1:8081 --alias local
    sf org login jwt --instance-url http://127.0.0.1:8081 --alias local --client-id my-script \\
         --username admin@coach.local --jwt-key-file server.key

For the last, first upload the key's certificate to the org, for any client id::

    jq -Rs '{certificate: .}' server.crt | curl -X PUT http://127.0.0.1:8081/localorg/clients/my-script -d @-

jsforce::

    new jsforce.Connection({ instanceUrl: "http://127.0.0.1:8081", accessToken, version: "67.0" })
    new jsforce.OAuth2({ loginUrl: "http://127.0.0.1:8081", clientId: "PlatformCLI", redirectUri: "http://localhost" })

simple-salesforce speaks only https. The org answers https, too, on the same port; its certificate must be trusted::

    curl http://127.0.0.1:8081/localorg/certificate > org.pem
    session = requests.Session(); session.verify = "org.pem"
    Salesforce(instance_url="https://127.0.0.1:8081", session_id=…, version="67.0", session=session)

A program that accepts only My Domain names can use the org as its proxy (``HTTPS_PROXY``, and ``REQUESTS_CA_BUNDLE`` or
``NODE_EXTRA_CA_CERTS`` for the certificate); any ``….my.salesforce.com`` then leads to the org::

    session.proxies = {"https": "http://127.0.0.1:8081"}
    Salesforce(consumer_key=…, consumer_secret=…, domain="anything.my", version="67.0", session=session)

Not offered: the Bulk and Metadata APIs, SOSL search, SOAP, and blobs sent as multipart.
"""
