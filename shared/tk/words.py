"""What the windows of both programs say."""

FAULT = "Parley made a mistake of its own; nothing is lost. Where it happened stands in {path}."
FAULT_NOT_KEPT = "Parley made a mistake of its own; nothing is lost."

SETTINGS_DAMAGED = (
    "The settings could not be read; they are kept as {path}, and the usual ones apply."
)
SETTINGS_NOT_MOVED = (
    "The settings in {path} cannot be read ({reason}); the usual ones apply, and nothing is saved "
    "until you mend that file or move it away."
)
SETTINGS_NOT_SAVED = (
    "The settings apply until you quit, but {path} cannot be written ({reason}). Make room on the "
    "disk, or mend its rights."
)
SETTINGS_IGNORED = "In {path} this means nothing and was left out: {names}."
