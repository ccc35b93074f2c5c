"""The doctor's window: each step as it is done, what to do, and the report to be copied."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final, Protocol

from chatgui.app.words import dialogs
from chatgui.app.words import doctor as words
from chatgui.doctor.examination import step_after
from chatgui.doctor.finding import Finding, Level, conclude
from chatgui.doctor.report import write_report
from shared.tk.dialog import Dialog
from shared.tk.theme import Theme

WIDTH: Final = 560
TEXT_WIDTH: Final = 430
LOOK_MS: Final = 100

_ICONS: Final[dict[Level, tuple[str, str]]] = {
    "ok": ("check", "link"),
    "trouble": ("warning", "warn"),
    "cannot tell": ("info", "sub"),
}


class Examining(Protocol):
    """`chatgui.doctor.examiner.Examiner` is one."""

    @property
    def is_over(self) -> bool: ...
    def take(self) -> list[Finding]: ...
    def close(self) -> None: ...


class DoctorDialog(Dialog):
    """`begin`: a new examination of the same."""

    def __init__(self, parent: tk.Misc, theme: Theme, begin: Callable[[], Examining]) -> None:
        super().__init__(parent, theme, words.TITLE, is_modal=False)
        self._begin = begin
        self._examiner: Examining | None = None
        self._timer = ""
        self.findings: list[Finding] = []
        self._build()
        self.open(self.copy)
        self._start()

    def close(self) -> None:
        self._stop()
        super().close()

    def destroy(self) -> None:
        """Also with its parent."""
        self._stop()
        super().destroy()

    # --- built -------------------------------------------------------------------------------

    def _build(self) -> None:
        px = self.theme.px
        self.body.columnconfigure(0, weight=1, minsize=px(WIDTH))
        self.add_text(self.body, words.INTRO, WIDTH, "Sub.TLabel").grid(sticky="w")
        self._steps = ttk.Frame(self.body)
        self._steps.grid(sticky="we", pady=(px(12), 0))
        self._steps.columnconfigure(2, weight=1)
        self.status = ttk.Label(self.body, style="Sub.TLabel")
        self.status.grid(sticky="w", pady=(px(8), 0))
        self._end = ttk.Frame(self.body)
        self._end.grid(sticky="we")
        self.again = self.add_button(words.AGAIN, self._start)
        self.copy = self.add_button(words.COPY, self._copy)
        self.add_button(dialogs.CLOSE, self.close, is_default=True)

    # --- examined ----------------------------------------------------------------------------

    def _start(self) -> None:
        self._stop()
        self.findings.clear()
        for child in (*self._steps.winfo_children(), *self._end.winfo_children()):
            child.destroy()
        self._examiner = self._begin()
        self._look()

    def _stop(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
            self._timer = ""
        if self._examiner is not None:
            self._examiner.close()
            self._examiner = None

    def _look(self) -> None:
        self._timer = ""
        examiner = self._examiner
        if examiner is None:
            return
        is_over = examiner.is_over  # asked first: what came before the end is taken below
        for finding in examiner.take():
            self.findings.append(finding)
            self._add(finding)
        self._draw_state(is_over)
        if is_over:
            self._stop()
        else:
            self._timer = self.after(LOOK_MS, self._look)

    def _draw_state(self, is_over: bool) -> None:
        for button in (self.again, self.copy):
            button.state(["!disabled" if is_over else "disabled"])
        if is_over:
            self._conclude()
        else:
            step = step_after(len(self.findings))
            self.status.configure(text=words.EXAMINING.format(step=step))

    def _add(self, finding: Finding) -> None:
        """The level as a mark, and in words for whoever sees no colours."""
        px, row = self.theme.px, len(self.findings)
        name, colour = _ICONS[finding.level]
        icon = self.theme.images.icon(name, 16, colour)
        ttk.Label(self._steps, image=icon).grid(row=row, column=0, sticky="n", pady=px(4))
        head = ttk.Frame(self._steps)
        ttk.Label(head, text=finding.title, style="Bold.TLabel").pack(anchor="w")
        ttk.Label(head, text=finding.mark, style="Sub.TLabel").pack(anchor="w")
        head.grid(row=row, column=1, sticky="nw", padx=px(10), pady=px(2))
        text = self.add_text(self._steps, finding.text, TEXT_WIDTH)
        text.grid(row=row, column=2, sticky="nw", pady=px(2))

    def _conclude(self) -> None:
        verdict, px = conclude(self.findings), self.theme.px
        self.status.configure(text="")
        style = "Bold.TLabel"
        self.add_text(self._end, verdict.text, WIDTH, style).pack(anchor="w", pady=(0, px(4)))
        for head, sentences in (
            (words.WHAT_TO_DO, verdict.advice),
            (words.FOR_ADMINISTRATOR, verdict.orders),
        ):
            if sentences:
                label = ttk.Label(self._end, text=head, style="Caption.TLabel")
                label.pack(anchor="w", pady=(px(8), 0))
            for sentence in sentences:
                self.add_text(self._end, sentence, WIDTH).pack(anchor="w", pady=(px(4), 0))

    def _copy(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(write_report(self.findings))
        self.status.configure(text=words.COPIED)
