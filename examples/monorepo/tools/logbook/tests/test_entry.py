from logbook import Entry, read


def test_entries_are_read():
    text = "0715 in Seagull 12\n\n# fog\n2359 out Old Mary 3  # at last\n"
    assert read(text) == [
        Entry(435, True, "Seagull", 12),
        Entry(1439, False, "Old Mary", 3),
    ]


def test_an_empty_day():
    assert read("# nothing\n") == []
