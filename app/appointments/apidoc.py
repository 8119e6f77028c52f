"""The description of the room's public interface (OpenAPI 3.1), beside the code that keeps it."""

from typing import Any

from app.appointments.slots import NEEDS

MOMENT = {"type": "string", "format": "date-time"}
DAY = {"type": "string", "format": "date"}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(description: str, schema: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _ref(schema)}}}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


SECRET = {
    "name": "Authorization",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "`Bearer` and the visit's secret",
}
NEEDS_SCHEMA = {"type": "array", "items": {"enum": list(NEEDS)}}
WISH = {
    "location": {"type": "string"},
    "start": {**MOMENT, "description": "The beginning of a free slot, with an offset"},
    "service": {"type": "string", "description": "One of the place's services"},
    "name": {"type": "string", "maxLength": 100},
    "phone": {"type": "string"},
    "email": {"type": "string"},
    "needs": NEEDS_SCHEMA,
    "language": {"$ref": "#/components/schemas/Language"},
}
VISIT = {
    **WISH,
    "code": {"type": "string"},
    "state": {"enum": ["booked", "cancelled"]},
    "end": MOMENT,
    "desk": {"type": "integer"},
}
SCHEMAS: dict[str, Any] = {
    "Slots": {
        "type": "object",
        "required": ["location", "slots"],
        "properties": {
            "location": {"type": "string"},
            "slots": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["start", "end"],
                    "properties": {"start": MOMENT, "end": MOMENT},
                },
            },
        },
    },
    "AppointmentWish": {"type": "object", "required": ["location", "start", "service"], "properties": WISH},
    "Appointment": {
        "type": "object",
        "required": ["code", "state", "start", "end", "location", "desk", "service", "needs", "language"],
        "properties": VISIT,
    },
    "NewAppointment": {
        "type": "object",
        "required": ["code", "secret", "start", "end", "location"],
        "properties": {**VISIT, "secret": {"type": "string", "description": "Told once; only its hash is stored"}},
    },
}
_ONE = {
    "200": _json("The visit", "Appointment"),
    "401": _problem("The secret is missing"),
    "404": _problem("No visit has this code and secret"),
    "429": _problem("Too many wrong attempts"),
}
PATHS: dict[str, Any] = {
    "/locations/{slug}/slots": {
        "get": {
            "operationId": "listSlots",
            "summary": "A place's free slots",
            "parameters": [
                _path("slug"),
                _query("service", {"type": "string"}, "One of the place's services"),
                _query("from", DAY, "First day; today when left out"),
                _query("to", DAY, "Last day; as far as one can book when left out"),
                _query("needs", {"type": "string"}, "Needs, separated by commas; they decide length and desk"),
            ],
            "responses": {
                "200": _json("Free slots in order", "Slots"),
                "404": _problem("No such place takes bookings"),
                "422": _problem("A parameter is not right"),
            },
        }
    },
    "/appointments": {
        "post": {
            "operationId": "createAppointment",
            "summary": "Book a visit",
            "parameters": [
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "schema": {"type": "string", "maxLength": 255},
                    "description": "Makes the request safe to repeat. Use a long random value: it is worth the secret",
                }
            ],
            "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("AppointmentWish")}}},
            "responses": {
                "201": _json("Booked", "NewAppointment"),
                "400": _problem("`invalid-key`: the Idempotency-Key is too long"),
                "409": _problem("`slot-taken`: somebody was faster"),
                "422": _problem("`invalid-request` with the wrong fields, `slot-not-offered`, or `key-reused`"),
                "429": _problem("Too many bookings from one address"),
            },
        }
    },
    "/appointments/{code}": {
        "get": {
            "operationId": "getAppointment",
            "summary": "Read a visit",
            "parameters": [_path("code"), SECRET],
            "responses": _ONE,
        },
        "patch": {
            "operationId": "moveAppointment",
            "summary": "Move a visit to another time; the old time is kept when the new one is taken",
            "parameters": [_path("code"), SECRET],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {"type": "object", "required": ["start"], "properties": {"start": MOMENT}}
                    }
                },
            },
            "responses": {
                **_ONE,
                "409": _problem("`slot-taken`, or `not-changeable` when it was cancelled or has begun"),
                "422": _problem("`slot-not-offered` or `invalid-request`"),
            },
        },
        "delete": {
            "operationId": "cancelAppointment",
            "summary": "Cancel a visit",
            "parameters": [_path("code"), SECRET],
            "responses": {
                "204": {"description": "Cancelled"},
                **{status: _ONE[status] for status in ("401", "404", "429")},
                "409": _problem("`not-changeable`: it has begun"),
            },
        },
    },
}
