import pytest

from chatgui.options import BadArgument, read_options
from shared.server_link import Place, encode_link


def read(*words: str):
    return read_options(["-u", "ann", *words])


def test_what_is_not_said():
    options = read()
    assert (options.host, options.port, options.door) == ("127.0.0.1", 15000, "native")
    assert options.home is options.export_to is options.import_from is None
    assert not any((options.terminal, options.takeover, options.trust_new_key))
    assert options.tells_read
    assert not read("--no-read-receipts").tells_read


@pytest.mark.parametrize(
    ("words", "door", "part"),
    [
        ((), "native", 2),
        (("--door", "classroom"), "classroom", 2),
        (("--part", "1"), "classroom", 1),
        (("--part", "2"), "classroom", 2),
        (("--part", "1", "--door", "classroom"), "classroom", 1),
    ],
)
def test_the_part_implies_the_door(words, door, part):
    assert (read(*words).door, read(*words).part) == (door, part)


def test_where_is_as_people_write_it():
    assert read("-a", "fe80::1", "-p", "7").where == "[fe80::1]:7"


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("10.0.0.7:12000", "10.0.0.7:12000"),
        ("[fe80::1%eth0]:12000", "[fe80::1%eth0]:12000"),
        ("[fe80::1]", "[fe80::1]:9"),
        ("no_name!", "no_name!:9"),
    ],
)
def test_an_address_is_read_as_it_is_shown(address: str, where: str):
    assert read("-a", address, "-p", "9").where == where
    assert read_options(["-a", address, "-p", "9"]).typed == where


def test_a_link_says_where_and_who():
    link = encode_link(Place("desk", 7, bytes(32)))
    options = read("-a", link, "-p", "9")
    assert (options.host, options.port, options.server_key) == ("desk", 7, bytes(32))


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ([], ""),
        (["-p", "7"], "127.0.0.1:7"),
        (["-a", "desk"], "desk"),
        (["-a", "fe80::1", "-p", "7"], "[fe80::1]:7"),
        (["-a", "parley://desk:9/", "-p", "7"], "parley://desk:9/"),
        (["parley://desk:9/"], "parley://desk:9/"),
        (["--terminal", "--self-test"], ""),
    ],
)
def test_without_a_name_a_window_asks(words, typed):
    options = read_options(words)
    assert (options.name, options.typed) == ("", typed)


def test_an_invite_is_read_and_printed_nowhere():
    key, token = "a" * 52, "b" * 24 + "ce"
    options = read_options(["-u", "ann", "-a", f"parley://desk/{key}/{token}"])
    assert (options.server_key, len(options.token)) == (bytes(32), 16)
    told = f"{options} {options!r} {options.where}"
    for words in (
        ["more", f"parley://desk/{key}/{token}"],
        ["-a", f"parley://desk/{key}/{token}b"],
    ):
        with pytest.raises(BadArgument) as mistake:
            read_options(["-u", "ann", *words])
        told += str(mistake.value)
    assert "bbbb" not in told


def test_an_address_may_come_by_another_way():
    link = encode_link(Place("desk", 7, bytes(32)))
    options = read_options(["-u", "ann", "-a", "-"], lambda: link)
    assert (options.where, options.typed) == ("desk:7", link)
    with pytest.raises(BadArgument, match="there is none"):
        read_options(["-a", "-"], lambda: "")
    for mistake in (["--terminal"], ["-p", "x"], ["parley://desk/"]):
        with pytest.raises(BadArgument):
            read_options(["-a", "-", *mistake], lambda: pytest.fail("it is asked for in vain"))


LINK = f"parley://desk/{'a' * 52}/{'b' * 24}ce"


@pytest.mark.parametrize("form", ["\ufeff{}", "'{}'", '"{}"', "<{}>", " \u201c{}\u201d\n", "({})."])
def test_what_stands_around_a_link_is_no_part_of_it(form: str):
    typed = form.format(LINK)
    for options in (
        read_options(["-a", typed]),
        read_options(["-a", "-"], lambda: typed),
        read_options([typed]),
    ):
        assert (options.where, len(options.token), options.typed) == ("desk:15000", 16, LINK)


@pytest.mark.parametrize("form", ["\0{}", "see {}", "{}\0", "x{}'"])
def test_a_link_that_is_none_is_not_shown(form: str):
    typed = form.format(LINK)
    for words in (["-a", typed], [typed], ["-a", "-"]):
        with pytest.raises(BadArgument, match="Copy the whole of it"):
            read_options(words, lambda: typed)


def test_an_endless_address_is_not_shown_to_its_end():
    for words in (["-a", "x" * 4096], ["x" * 4096]):
        with pytest.raises(BadArgument) as mistake:
            read_options(words)
        assert len(str(mistake.value)) < 200


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["-u", "a b"], "How about -u a-b"),
        (["--terminal"], "Say who you are"),
        (["--export-identity", "file"], "Say who you are"),
        (["-a", "parley://desk/abc"], "Copy the whole of it"),
        (["parley://desk/abc"], "Copy the whole of it"),
        (["desk"], "'desk' is no option"),
        (["-a", "desk", "parley://desk:9/"], "name one"),
        (["-a", "()."], r"'\(\)\.' is not a computer"),
        (["-a", "."], r"'\.' is not a computer"),
        (["-u", "ann", "-p", "0"], "from 1 to 65535"),
        (["-u", "ann", "-p", "²"], "from 1 to 65535"),
        (["-u", "ann", "--part", "1", "--door", "native"], "classroom door"),
    ],
)
def test_mistakes_are_sentences(words, reason):
    with pytest.raises(BadArgument, match=reason):
        read_options(words)
