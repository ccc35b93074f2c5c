"""The main window: one chat on the screen.

What the person does goes to the chat, and what that changed is drawn at once; `draw` shows what has
changed otherwise. Only parts that look different are drawn.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import ttk

from msgspec.structs import replace

from chatgui.app.chat import Chat, Part
from chatgui.app.settings import Settings
from chatgui.app.words import window as words
from chatgui.tk.appearance import Appearance
from chatgui.tk.doors import Doors
from chatgui.tk.focus_watch import FocusWatch
from chatgui.tk.foot import Foot
from chatgui.tk.header import HeaderBar
from chatgui.tk.keyboard import Keyboard
from chatgui.tk.pane.message_pane import Calls, MessagePane
from chatgui.tk.side import Side
from chatgui.tk.status_line import StatusLine
from chatgui.tk.trouble_bar import Restart, TroubleBar
from shared.desktop.notification import Notification
from shared.tk.dialog import ask
from shared.tk.place import describe_place, restore_place, set_least_size
from shared.tk.question import Question

USUAL_SIZE, LEAST_SIZE = (1000, 680), (640, 420)

Act = Callable[[], object]


class MainWindow:
    """`leave`: the person wants to go. `keep`: settings; why they are not kept, as a sentence.
    `home`: where the settings and the history are. `announce`: new messages."""

    def __init__(
        self,
        root: tk.Tk,
        appearance: Appearance,
        chat: Chat,
        leave: Act,
        keep: Callable[[Settings], str],
        home: Path,
        announce: Callable[[Sequence[Notification]], object],
        restart: Restart = lambda wish: None,
    ) -> None:
        self._root, self._chat, self._leave, self._keep = root, chat, leave, keep
        self._kept = chat.settings
        self._appearance, self.theme = appearance, appearance.theme
        self.doors = Doors(root, self.theme, chat, self.do, home, lambda one: announce([one]))
        root.withdraw()
        self._build(restart)
        self._bind()
        self._drawn: dict[Part, Act] = {
            "settings": self._draw_settings,
            "conversations": self.left.draw,
            "people": self.left.draw,
            "recipients": self._draw_recipients,
            "pane": self._draw_pane,
            "place": self._draw_place,
            "draft": self._draw_draft,
            "status": self._draw_status,
            "end": self._draw_status,
            "title": self._draw_title,
            "hits": self.side.draw_hits,
        }
        self._draw(set(self._drawn) - {"place"})

    # --- built -------------------------------------------------------------------------------

    def _build(self, restart: Restart) -> None:
        root, theme, chat = self._root, self.theme, self._chat
        self.side = Side(
            root, theme, chat, self.do, self._write, self._close_search, self.doors.export
        )
        self.left = self.side.column
        middle = ttk.Frame(root)
        self.header = HeaderBar(middle, theme, self._open_search, lambda: self.doors.settings())
        self.pane = MessagePane(middle, theme, self._pane_calls())
        self._nothing = ttk.Label(self.pane, style="Sub.TLabel", text=words.NOTHING_OPEN)
        self.foot = Foot(
            middle,
            theme,
            chat,
            self.do,
            send=self._send,
            help=self._help,
            leave=self._leave,
            show_all=self.doors.recipients,
        )
        write_on = self.foot.composer.focus_set
        self.banner = TroubleBar(root, theme, chat, restart, self.doors.doctor, write_on)
        self.status = StatusLine(root, theme)
        self._arrange(middle)

    def _arrange(self, middle: ttk.Frame) -> None:
        root = self._root
        root.columnconfigure(2, weight=1)
        root.rowconfigure(0, weight=1)
        self.left.grid(row=0, column=0, sticky="nswe")
        _line(root).grid(row=0, column=1, sticky="ns")
        middle.grid(row=0, column=2, sticky="nswe")
        self.banner.grid(row=1, column=0, columnspan=3, sticky="we")
        _line(root).grid(row=2, column=0, columnspan=3, sticky="we")
        self.status.grid(row=3, column=0, columnspan=3, sticky="we")
        self.header.pack(fill="x")
        _line(middle).pack(fill="x")
        self.foot.pack(side="bottom", fill="x")
        _line(middle).pack(side="bottom", fill="x")
        self.pane.pack(fill="both", expand=True)

    def _bind(self) -> None:
        chat, root = self._chat, self._root
        self._keyboard = Keyboard(
            root, chat, self.do, self._leave, self.doors, self.side, self.pane, self.foot.composer
        )
        self._watch = FocusWatch(root, lambda has_focus: self.do(lambda: chat.focus(has_focus)))
        root.bind("<Configure>", self._fit, add=True)

    # --- shown -------------------------------------------------------------------------------

    def show(self) -> None:
        usual = self.theme.px(USUAL_SIZE[0]), self.theme.px(USUAL_SIZE[1])
        restore_place(self._root, self._chat.settings.place, usual, self.theme.factor)
        self._root.deiconify()
        self.foot.composer.focus_set()

    def hide(self) -> None:
        self.keep_place()
        self._root.withdraw()

    def close(self) -> None:
        """Before the root is destroyed."""
        self._watch.close()

    def keep_place(self) -> None:
        """For the next start."""
        if self._root.winfo_viewable():
            settings = self._chat.settings
            place = describe_place(self._root, self.theme.factor)
            self.do(lambda: self._chat.change_settings(replace(settings, place=place)))

    def ask_leave(self, answer: Callable[[bool], object]) -> None:
        """Messages of the person's wait: do they want to leave now?"""
        chat = self._chat
        question = Question(chat.quit_words, words.QUIT, words.STAY, is_grave=chat.loses)
        ask(self._root, self.theme, question, answer)

    def ask_move(self, where: str, answer: Callable[[bool], object]) -> None:
        """Whether to leave this server for that one."""
        text = words.MOVE.format(where=where)
        waits = self._chat.quit_words
        question = Question("\n".join(filter(None, (text, waits))), words.MOVE_YES, words.STAY)
        ask(self._root, self.theme, question, answer)

    def come_up(self) -> None:
        """Before all other windows, for the person has just asked for that."""
        if self._root.wm_state() == "withdrawn":
            self.show()
        self._root.deiconify()
        self._root.lift()
        self._root.focus_force()

    def draw(self) -> None:
        """What has changed since."""
        self.foot.composer.take()
        self._draw(self._chat.take_changes())

    def do(self, act: Act) -> None:
        """What the person wants, and what that changed."""
        self.foot.composer.take()
        act()
        self.draw()

    def say(self, sentence: str) -> None:
        """Something that was wrong; it stays until it is closed."""
        self.banner.say(sentence)

    def say_for_now(self, sentence: str) -> None:
        """Likewise, in place of the one before; empty: that is over."""
        self.banner.say_for_now(sentence)

    def _draw(self, parts: set[Part]) -> None:
        for act in dict.fromkeys(act for part, act in self._drawn.items() if part in parts):
            act()
        self.doors.draw(parts)

    def _draw_settings(self) -> None:
        settings = self._chat.settings
        self._appearance.follow(settings)
        set_least_size(self._root, self.theme, *LEAST_SIZE)
        self.side.share_width(self._root.winfo_width())
        self.foot.follow(settings)
        if settings != self._kept:
            self._kept = settings
            trouble = self._keep(settings)
            if trouble:
                self.say(trouble)

    def _draw_recipients(self) -> None:
        self.header.show(self._chat.header)
        self.foot.show_recipients()

    def _draw_pane(self) -> None:
        self.pane.show(self._chat.rows)
        if self._chat.rows:
            self._nothing.place_forget()
        else:
            self._nothing.place(relx=0.5, rely=0.45, anchor="center")
        self.pane.show_pill(self._chat.new_below)

    def _draw_place(self) -> None:
        """Behind "pane": the row has to be there."""
        if self._chat.place:
            self.pane.see(self._chat.place)
        else:
            self.pane.go_to_end()

    def _draw_draft(self) -> None:
        self.foot.show_draft()

    def _draw_title(self) -> None:
        self._root.wm_title(self._chat.title)

    def _draw_status(self) -> None:
        self.status.show(self._chat.status)
        self.banner.draw()

    # --- done --------------------------------------------------------------------------------

    def _pane_calls(self) -> Calls:
        chat = self._chat
        return Calls(
            look=lambda first, last, is_at_end: self.do(lambda: chat.look(first, last, is_at_end)),
            on_tick=self.doors.board,
            on_also=lambda conversation: self.do(lambda: chat.open(conversation)),
            on_link=self.doors.link,
            on_newest=self._go_to_newest,
        )

    def _open_search(self) -> None:
        self._keyboard.open_search()

    def _close_search(self) -> None:
        self._keyboard.close_search()

    def _go_to_newest(self) -> None:
        self.do(self._chat.go_to_newest)
        self.pane.go_to_end()

    def _help(self) -> None:
        """The focus goes back to the entry then."""
        self.foot.composer.focus_set()
        self.doors.help()

    def _write(self, text: str) -> None:
        self.foot.composer.focus_set()
        self.foot.composer.text.insert("insert", text)

    def _send(self) -> None:
        """The focus goes to the entry, also from the button: they write on."""
        self.foot.composer.focus_set()
        self.foot.composer.take()
        question = self._chat.send()
        if question is not None:
            ask(self._root, self.theme, question, self._send_if)
        self.draw()

    def _send_if(self, is_sure: bool) -> None:
        if is_sure:
            self.do(lambda: self._chat.send(is_sure=True))

    def _fit(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self._root:
            self.side.share_width(event.width)
            self.foot.composer.fit()


def _line(parent: tk.Misc) -> ttk.Frame:
    return ttk.Frame(parent, style="Line.TFrame", width=1, height=1)
