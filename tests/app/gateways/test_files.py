"""One set of promises, kept by every file store."""

from importlib import import_module

import pytest

from app.config import Settings
from app.gateways import files


@pytest.fixture(params=sorted(files.ADAPTERS))
def store(request, tmp_path):
    module, _, name = files.ADAPTERS[request.param].partition(":")
    return getattr(import_module(module), name).from_settings(Settings(data_dir=tmp_path))


def test_what_was_written_is_read_back(store):
    store.write("forms/kerelem-hu.pdf", b"%PDF \x00\xff")
    assert store.read("forms/kerelem-hu.pdf") == b"%PDF \x00\xff"


def test_a_missing_file_reads_as_none(store):
    assert store.read("forms/none.pdf") is None


def test_writing_again_replaces_the_whole_file(store):
    store.write("a.txt", b"a long first text")
    store.write("a.txt", b"short")
    assert store.read("a.txt") == b"short"


def test_a_deleted_file_is_gone_and_deleting_twice_is_no_error(store):
    store.write("a.txt", b"x")
    store.delete("a.txt")
    store.delete("a.txt")
    assert store.read("a.txt") is None


def test_names_are_listed_in_order_by_their_beginning(store):
    for name in ("forms/b.pdf", "forms/a.pdf", "other/c.pdf"):
        store.write(name, b"x")
    assert store.names("forms/") == ["forms/a.pdf", "forms/b.pdf"]
    assert store.names("forms/b") == ["forms/b.pdf"]
    assert store.names("nothing/") == []


WRONG_NAMES = ["", "/etc/passwd", "../secret_key", "a/../../b", "a//b", "A.txt", "a\x00b", ".x", "a" * 201]


@pytest.mark.parametrize("name", WRONG_NAMES)
def test_a_name_that_could_lead_out_of_the_store_is_refused(store, name):
    for call in (store.read, store.delete, lambda name: store.write(name, b"x")):
        with pytest.raises(ValueError, match="not a valid name"):
            call(name)


def test_a_store_that_says_its_files_last_gives_them_to_the_next_process(store, tmp_path):
    store.write("a.txt", b"kept")
    next_process = type(store).from_settings(Settings(data_dir=tmp_path))
    assert next_process.read("a.txt") == (b"kept" if store.lasting else None)


def test_a_folder_never_shows_a_half_written_file(tmp_path):
    from app.gateways.files.folder import FolderFiles

    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / ".a.pdf.0123abcd").write_bytes(b"half")
    assert FolderFiles(tmp_path).names("forms/") == []
