"""`flask knowledge index` fills the search index."""

from flask.cli import AppGroup

from app.knowledge import actions

knowledge = AppGroup("knowledge", help="Services and their search.")


@knowledge.command("index")
def index() -> None:
    """Fill the search index from the content folder, if it has changed."""
    print("The search index is filled." if actions.build_index() else "The search index is up to date.")
