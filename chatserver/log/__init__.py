"""The message log: `interface` says what one is; `memory` and `sqlite` are two."""
