"""Settings. Each change applies at once, and is kept at once."""

import tkinter as tk
from collections.abc import Callable, Mapping
from pathlib import Path
from tkinter import ttk
from typing import Any, Final

from msgspec import Struct, structs

from chatgui.app.chat import Chat
from chatgui.app.words import dialogs as words
from shared.desktop.programs import open_folder
from shared.tk.dialog import Dialog
from shared.tk.fields import Spinbox
from shared.tk.points import FONT_POINTS
from shared.tk.theme import Theme

TEXT_WIDTH, TEST_WIDTH = 340, 280
DEPENDS: Final = ("shows_text", "makes_sound", "do_not_disturb")
"""These mean something only while new messages are announced."""

Act = Callable[[], object]


class Place(Struct, frozen=True):
    """What the dialog tells and does beside the settings. `warning`: what is wrong with their file,
    a sentence or empty; `test`: announce something; `export`: ask where to write the history."""

    home: Path
    warning: str
    test: Act
    export: Act


class SettingsDialog(Dialog):
    """`do(act)`: do what the person wants, and draw what it changed."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, chat: Chat, do: Callable[[Act], object], place: Place
    ) -> None:
        super().__init__(parent, theme, words.SETTINGS_TITLE, is_modal=False)
        self._chat, self._do, self._place = chat, do, place
        self._row = 0
        self._choices: dict[str, tk.Variable] = {}
        self._dependent: list[ttk.Checkbutton] = []
        self.body.columnconfigure(1, weight=1)
        if place.warning:
            self._warn(place.warning)
        first = self._build_looks()
        self._build_writing()
        self._build_notifications()
        self._build_data()
        self.add_button(words.CLOSE, self.close, is_default=True)
        self.draw()
        self.open(first)

    def draw(self) -> None:
        """The settings as they are, whoever has changed them."""
        settings = self._chat.settings
        for name, variable in self._choices.items():
            variable.set(getattr(settings, name))
        if self.points.get() != str(settings.font_points) and self.focus_get() is not self.points:
            self.points.set(settings.font_points)
        for button in self._dependent:
            button.state(["!disabled" if settings.notifies else "disabled"])

    # --- built -------------------------------------------------------------------------------

    def _build_looks(self) -> ttk.Radiobutton:
        group = self._group(words.THEME)
        themes = {
            "system": words.THEME_SYSTEM,
            "light": words.THEME_LIGHT,
            "dark": words.THEME_DARK,
        }
        row = ttk.Frame(group)
        row.pack(anchor="w")
        buttons = self._radios(row, "theme", themes)
        for button in buttons:
            button.pack(side="left", padx=(0, self.theme.px(16)))
        self._check(group, "high_contrast", words.HIGH_CONTRAST)
        low, high = FONT_POINTS
        typed = tk.StringVar(self)
        self.points = Spinbox(
            self._group(words.FONT_SIZE),
            from_=low,
            to=high,
            width=5,
            accepts=_is_points,
            textvariable=typed,
        )
        self.points.pack(anchor="w")
        typed.trace_add("write", lambda *_: self._resize(typed.get()))
        self.points.bind("<FocusOut>", lambda _: self.points.set(self._chat.settings.font_points))
        chosen = list(themes).index(self._chat.settings.theme)
        return buttons[chosen]

    def _build_writing(self) -> None:
        group = self._group(words.ENTER_KEY)
        keys = {True: words.ENTER_SENDS, False: words.ENTER_BREAKS}
        for button in self._radios(group, "enter_sends", keys):
            button.pack(anchor="w")
        self._check(self._group(words.RECEIPTS), "tells_read", words.TELLS_READ)
        self._check(self._group(words.WINDOW), "closes_to_tray", words.CLOSES_TO_TRAY)

    def _build_notifications(self) -> None:
        group = self._group(words.NOTIFICATIONS)
        names = {
            "notifies": words.NOTIFIES,
            "shows_text": words.SHOWS_TEXT,
            "makes_sound": words.MAKES_SOUND,
            "do_not_disturb": words.DO_NOT_DISTURB,
        }
        for name, text in names.items():
            button = self._check(group, name, text)
            if name in DEPENDS:
                self._dependent.append(button)
        row = ttk.Frame(group)
        row.pack(anchor="w", pady=(self.theme.px(6), 0))
        ttk.Button(row, text=words.TEST, command=self._test).pack(side="left")
        self._tested = self.add_text(row, "", TEST_WIDTH, "Sub.TLabel")
        self._tested.pack(side="left", padx=self.theme.px(10))

    def _build_data(self) -> None:
        px, group = self.theme.px, self._group(words.DATA)
        told = words.DATA_PLACE.format(path=self._place.home)
        self.add_text(group, told, TEXT_WIDTH).pack(anchor="w", pady=(0, px(6)))
        row = ttk.Frame(group)
        row.pack(anchor="w")
        for text, act in (
            (words.OPEN_FOLDER, self._open_folder),
            (words.COPY_PATH, self._copy_path),
            (words.EXPORT, self._place.export),
        ):
            ttk.Button(row, text=text, command=act).pack(side="left", padx=(0, px(8)))
        self._told = self.add_text(group, "", TEXT_WIDTH, "Sub.TLabel")
        self._told.pack(anchor="w", pady=(px(4), 0))

    def _warn(self, warning: str) -> None:
        image = self.theme.images.icon("warning", 16, "warn")
        label = self.add_text(self.body, warning, 440, "Warning.TLabel")
        label.configure(image=image, compound="left")
        label.grid(row=self._row, column=0, columnspan=2, sticky="w", pady=(0, self.theme.px(12)))
        self._row += 1

    def _group(self, caption: str) -> ttk.Frame:
        px, group = self.theme.px, ttk.Frame(self.body)
        label = ttk.Label(self.body, text=caption, style="Caption.TLabel")
        label.grid(row=self._row, column=0, sticky="nw", padx=(0, px(20)), pady=(px(3), px(14)))
        group.grid(row=self._row, column=1, sticky="we", pady=(0, px(14)))
        self._row += 1
        return group

    def _radios(
        self, master: tk.Misc, name: str, choices: Mapping[Any, str]
    ) -> list[ttk.Radiobutton]:
        variable: tk.BooleanVar | tk.StringVar
        variable = tk.BooleanVar(self) if True in choices else tk.StringVar(self)
        self._choices[name] = variable

        def apply() -> None:
            self._apply(name, variable.get())

        return [
            ttk.Radiobutton(master, text=text, value=value, variable=variable, command=apply)
            for value, text in choices.items()
        ]

    def _check(self, master: tk.Misc, name: str, text: str) -> ttk.Checkbutton:
        variable = self._choices[name] = tk.BooleanVar(self)
        button = ttk.Checkbutton(
            master,
            text=text,
            variable=variable,
            command=lambda: self._apply(name, variable.get()),
        )
        button.pack(anchor="w", pady=self.theme.px(1))
        return button

    # --- done --------------------------------------------------------------------------------

    def _apply(self, name: str, value: Any) -> None:
        changed = structs.replace(self._chat.settings, **{name: value})
        self._do(lambda: self._chat.change_settings(changed))

    def _resize(self, typed: str) -> None:
        """As soon as what is typed is a size."""
        points = int(typed) if _is_points(typed) and typed else 0
        is_size = FONT_POINTS[0] <= points <= FONT_POINTS[1]
        if is_size and points != self._chat.settings.font_points:
            self._apply("font_points", points)

    def _test(self) -> None:
        """Desktops do not say whether they have shown it."""
        self._tested.configure(text=words.TESTED)
        self._place.test()

    def _open_folder(self) -> None:
        is_shown = open_folder(self._place.home)
        self._told.configure(text="" if is_shown else words.NO_FOLDER_WINDOW)

    def _copy_path(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(str(self._place.home))
        self._told.configure(text=words.PATH_COPIED)


def _is_points(typed: str) -> bool:
    return len(typed) <= 2 and (not typed or (typed.isascii() and typed.isdigit()))
