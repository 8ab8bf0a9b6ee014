"""Every refusal of the token endpoint (Microsoft, "Microsoft Entra authentication and authorization error codes")."""


class EntraError(Exception):
    """A refusal in Entra's shape."""

    def __init__(self, status: int, number: int, error: str, message: str) -> None:
        self.status = status
        self.number = number
        self.error = error
        self.message = message
        super().__init__(message)


_REFUSALS: dict[int, tuple[int, str, str]] = {
    50027: (401, "invalid_client", "JWT token is invalid or malformed: {reason}."),
    70003: (400, "unsupported_grant_type", "The app requested an unsupported grant type '{grant}'."),
    90002: (
        400,
        "invalid_request",
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the "
        "correct cloud.",
    ),
    500011: (
        400,
        "invalid_resource",
        "The resource principal named {resource} was not found in the tenant named {tenant}.",
    ),
    700016: (
        400,
        "unauthorized_client",
        "Application with identifier '{client}' was not found in the directory '{tenant}'.",
    ),
    700021: (401, "invalid_client", "Client assertion application identifier doesn't match 'client_id' parameter."),
    700023: (401, "invalid_client", "Client assertion audience claim does not match Realm issuer."),
    700024: (401, "invalid_client", "Client assertion is not within its valid time range."),
    700027: (401, "invalid_client", "Client assertion failed signature validation: {reason}."),
    900144: (400, "invalid_request", "The request body must contain the following parameter: '{name}'."),
    900561: (400, "invalid_request", "The endpoint only accepts POST requests. Received a {method} request."),
    1002012: (
        400,
        "invalid_scope",
        "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with "
        "/.default suffixed to the resource identifier (application ID URI).",
    ),
    7000215: (
        401,
        "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not "
        "the client secret ID, for a secret added to app '{client}'.",
    ),
    7000218: (
        401,
        "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
}


def refuse(number: int, **facts: str) -> EntraError:
    """Return the refusal with that AADSTS number."""
    status, error, template = _REFUSALS[number]
    return EntraError(status, number, error, template.format(**facts))
