import tkinter as tk

from chatgui.tk.clicked_links import take_links
from shared.desktop.siblings import NotStarted, client_command


def test_a_link_starts_a_client_on_it_and_nothing_else_does(root: tk.Tk) -> None:
    begun: list[tuple[list[str], str]] = []
    take_links(root, lambda command, line: begun.append((command, line)))
    root.tk.call("::tk::mac::LaunchURL", "parley://desk:9/", "file:///etc/passwd", "--home=/x")
    assert begun == [(client_command("-a", "-"), "parley://desk:9/")]


def test_who_takes_them_later_takes_them_alone(root: tk.Tk) -> None:
    first: list[str] = []
    second: list[str] = []
    take_links(root, lambda command, line: first.append(line))
    take_links(root, lambda command, line: second.append(line))
    root.tk.call("::tk::mac::LaunchURL", "parley://desk:9/")
    assert (first, second) == ([], ["parley://desk:9/"])


def test_one_that_does_not_start_is_no_fault(root: tk.Tk) -> None:
    def refuse(command: list[str], line: str) -> None:
        raise NotStarted("parley is missing")

    take_links(root, refuse)
    root.tk.call("::tk::mac::LaunchURL", "parley://desk:9/")
