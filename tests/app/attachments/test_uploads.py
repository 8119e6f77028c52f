from flask import request

from app.attachments.uploads import CappedFile, UploadParser, largest_file
from tests.support.multipart import multipart


def parsed(app, *files: bytes, **fields: str):
    """Return the fields, and the contents of the files, of a form that is read by `UploadParser`."""
    with app.test_request_context(method="POST", **multipart(fields, *files)):
        request.max_content_length = 2**30
        request.form_data_parser_class = UploadParser
        found = request.form.to_dict(), [one.read() for one in request.files.values()]
        request.close()
        return found


def test_a_file_within_the_limit_is_kept_whole(app):
    assert parsed(app, b"x" * 1000) == ({}, [b"x" * 1000])


def test_of_a_larger_file_one_byte_more_than_the_limit_is_kept_and_the_fields_are_read(app):
    fields, files = parsed(app, bytes(largest_file() + 5000), words="Ez az")
    assert fields == {"words": "Ez az"}
    assert [len(one) for one in files] == [largest_file() + 1]


def test_of_further_files_nothing_is_kept(app):
    assert parsed(app, b"one", b"two")[1] == [b"one", b""]


def test_a_capped_file_reports_everything_as_written(app):
    with CappedFile() as file:
        file.room = 3
        assert [file.write(b"ab"), file.write(b"cde"), file.write(b"f")] == [2, 3, 1]
        file.seek(0)
        assert file.read() == b"abc"
