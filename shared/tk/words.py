"""What the windows of both programs say."""

FAULT = "Parley made a mistake of its own; nothing is lost. Where it happened stands in {path}."
FAULT_NOT_KEPT = "Parley made a mistake of its own; nothing is lost."
