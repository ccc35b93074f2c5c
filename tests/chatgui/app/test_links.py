import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.app.links import find_links


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://build.example/night/214", ["https://build.example/night/214"]),
        ("see http://a.b/c.", ["http://a.b/c"]),
        ("(http://a.b/c)", ["http://a.b/c"]),
        ("http://a.b/c_(d)", ["http://a.b/c_(d)"]),
        ("http://a.b/c_(d)).", ["http://a.b/c_(d)"]),
        ('<a href="http://a.b/">', ["http://a.b/"]),
        ("http://a.b/?q=1&r=2#x, then", ["http://a.b/?q=1&r=2#x"]),
        ("parley://192.168.7.20:15000/abc!", ["parley://192.168.7.20:15000/abc"]),
        ("HTTPS://A.B", ["HTTPS://A.B"]),
        ("http://[fe80::1]:80/x", ["http://[fe80::1]:80/x"]),
        ("http://a.b http://c.d", ["http://a.b", "http://c.d"]),
        ("www.example.com and mail@example.com", []),
        ("javascript://x file:///etc/passwd ftp://x", []),
        ("xhttp://a.b", []),
        ("http:// and http://...", []),
        ("no link", []),
    ],
)
def test_addresses(text: str, urls: list[str]):
    shown, links = find_links(text)
    assert shown == text
    assert [link.url for link in links] == urls


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("http://аpple.com/x", "http://xn--pple-43d.com/x"),  # a Cyrillic a
        ("http://аррӏе.com", "http://xn--80ak6aa92e.com"),  # all Cyrillic, but for .com
        ("http://me@аpple.com:80/x", "http://me@xn--pple-43d.com:80/x"),
        ("http://münchen.de/ü", "http://münchen.de/ü"),
        ("http://пример.рф/", "http://пример.рф/"),
    ],
)
def test_a_host_that_may_pass_for_another_is_shown_as_what_it_is(typed: str, shown: str):
    text, (link,) = find_links(f"see {typed} now")
    assert text == f"see {shown} now"
    assert link.url == shown


@given(st.text(alphabet="htps:/.()ä аe@[]\u200b\n", max_size=40).map(lambda end: f"http://{end}"))
def test_what_is_shown_is_where_it_leads(text: str):
    shown, links = find_links(f"{text} {text}")
    for link in links:
        assert shown[link.start : link.end] == link.url
        assert link.url.startswith("http://")
    ends = [0, *(link.end for link in links)]
    assert all(link.start >= end for link, end in zip(links, ends, strict=False))
