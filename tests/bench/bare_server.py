"""The yardstick: bare Flask-SocketIO with eventlet and SQLAlchemy, and nothing else.

One page with thirty links from a Jinja template, one JSON endpoint that inserts a row, and a relay that inserts a row
for each message.
"""

import sys
import time
import warnings

warnings.filterwarnings("ignore")
import eventlet  # noqa: E402

eventlet.monkey_patch()

from flask import Flask, jsonify, render_template_string, request  # noqa: E402
from flask_socketio import SocketIO, join_room  # noqa: E402
from sqlalchemy import Column, Float, Integer, MetaData, String, Table, create_engine, event, insert  # noqa: E402

PORT, DATABASE = int(sys.argv[1]), sys.argv[2]
app = Flask(__name__)
app.config["SECRET_KEY"] = "bench"
sio = SocketIO(
    app, async_mode="eventlet", cors_allowed_origins="*", ping_interval=25, ping_timeout=60, async_handlers=False
)
engine = create_engine(f"sqlite:///{DATABASE}", pool_size=10, max_overflow=50)


@event.listens_for(engine, "connect")
def tune(connection, _record):
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        connection.execute(f"pragma {pragma}")


metadata = MetaData()
messages = Table(
    "msg",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", String),
    Column("text", String),
    Column("ts", Float),
)
metadata.create_all(engine)


@sio.on("join")
def join(data):
    join_room(data["room"])
    return "ok"


@sio.on("msg")
def message(data):
    with engine.begin() as connection:
        connection.execute(insert(messages).values(room=data["room"], text=data["text"], ts=time.time()))
    sio.emit("msg", data, to=data["room"])


PAGE = """<!doctype html><html lang="en"><title>{{ title }}</title><h1>{{ title }}</h1><ul>
{% for number in range(30) %}
<li><a href="{{ url_for("page", number=number) }}">{{ title }} {{ number }}</a></li>
{% endfor %}
</ul></html>"""


@app.get("/page")
def page():
    return render_template_string(PAGE, title="Page")


@app.post("/insert")
def insert_row():
    values = request.get_json()
    with engine.begin() as connection:
        row = connection.execute(insert(messages).values(room="x", text=values["text"], ts=time.time()))
    return jsonify(id=row.inserted_primary_key[0]), 201


sio.run(app, host="127.0.0.1", port=PORT, log_output=False, max_size=10000)
