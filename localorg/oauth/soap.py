"""The SOAP login, which answers with a fault: the platform removed it with API version 65.0."""

from flask import Blueprint, Response

CODE = "INVALID_OPERATION"
SENTENCE = (
    "SOAP API login() is disabled by default in this org. SOAP API login() isn't available in API version 65.0 and "
    "later. Use OAuth: the client credentials flow, the JWT bearer flow or the web server flow."
)
_FAULT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<soapenv:Body><soapenv:Fault>"
    f"<faultcode>sf:{CODE}</faultcode><faultstring>{CODE}: {SENTENCE}</faultstring>"
    f'<detail><sf:UnexpectedErrorFault xsi:type="sf:UnexpectedErrorFault"><sf:exceptionCode>{CODE}</sf:exceptionCode>'
    f"<sf:exceptionMessage>{SENTENCE}</sf:exceptionMessage></sf:UnexpectedErrorFault></detail>"
    "</soapenv:Fault></soapenv:Body></soapenv:Envelope>"
)


def soap_blueprint() -> Blueprint:
    """All SOAP addresses; each answers with the same fault."""
    blueprint = Blueprint("soap", __name__)

    @blueprint.post("/services/Soap/<kind>/<path:rest>")
    def refuse(kind: str, rest: str) -> Response:  # noqa: ARG001  # the address says nothing that matters
        return Response(_FAULT, 500, content_type="text/xml;charset=UTF-8")

    return blueprint
